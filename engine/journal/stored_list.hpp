#pragma once

#include "journal/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace journal {

// How the lists that a row holds are stored: JSON arrays, whose columns are told of in schema.cpp.
// Each is written in place of what the text held before.

void write_commands(std::span<const sent_command> commands, std::string& text);

void write_steps(std::span<const planned_step> steps, std::string& text);

// evidence: for each step the number of its row, if it has one.
void write_steps(
    std::span<const job_closed::step> steps,
    std::span<const std::optional<std::int64_t>> evidence,
    std::string& text
);

void write_numbers(std::span<const std::uint64_t> numbers, std::string& text);

}  // namespace journal
