#include "report/spool.hpp"

#include "unit/report/temporary_dir.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>

namespace {

std::string all_of(report::spool& what) {
    std::string seen;
    const auto done = what.read_back([&](std::string_view block) { seen += block; });
    BOOST_TEST(done.has_value());
    return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spool)

BOOST_AUTO_TEST_CASE(little_is_kept_without_a_file) {
    const temporary_dir dir;
    report::spool kept(dir.path() / "middle");
    BOOST_TEST(all_of(kept) == "");
    kept.write("one ");
    kept.write("two");
    BOOST_TEST(all_of(kept) == "one two");
    BOOST_TEST(std::filesystem::is_empty(dir.path()));
    kept.discard();
    BOOST_TEST(all_of(kept) == "");
}

BOOST_AUTO_TEST_CASE(much_is_kept_in_a_file_that_goes_with_it) {
    const temporary_dir dir;
    report::spool kept(dir.path() / "middle");
    std::string said;
    for (int i = 0; i < 2000; ++i) {
        const auto line = "line " + std::to_string(i) + " of many that are kept\n";
        kept.write(line);
        said += line;
    }
    BOOST_TEST((all_of(kept) == said));
    BOOST_TEST(std::filesystem::exists(dir.path() / "middle.tmp"));
    kept.discard();
    BOOST_TEST(std::filesystem::is_empty(dir.path()));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_kept_is_told_when_it_is_asked_for) {
    const temporary_dir dir;
    const auto file = dir.path() / "file";
    std::ofstream(file) << "not a folder";
    report::spool kept(file / "middle");
    for (int i = 0; i < 3; ++i) kept.write(std::string(20'000, 'x'));
    const auto done = kept.read_back([](std::string_view) { BOOST_ERROR("half of it was told"); });
    BOOST_REQUIRE(!done.has_value());
    BOOST_TEST((done.error().code == std::errc::not_a_directory));
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_is_told_as_well) {
    const temporary_dir dir;
    std::filesystem::create_symlink("/dev/full", dir.path() / "middle.tmp");
    report::spool kept(dir.path() / "middle");
    for (int i = 0; i < 3; ++i) kept.write(std::string(20'000, 'x'));
    const auto done = kept.read_back([](std::string_view) {});
    BOOST_REQUIRE(!done.has_value());
    BOOST_TEST((done.error().code == std::errc::no_space_on_device));
}

BOOST_AUTO_TEST_SUITE_END()
