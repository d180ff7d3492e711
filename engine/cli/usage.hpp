#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace cli {

// What is wrong with a command line, in words for whoever typed it, with a line end.
std::string usage_problem(const CLI::App& app, const CLI::ParseError& wrong);

}  // namespace cli
