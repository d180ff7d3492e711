#include "report/staged_file.hpp"

#include "support/golden.hpp"
#include "unit/report/temporary_dir.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(staged_file)

BOOST_AUTO_TEST_CASE(takes_its_name_only_when_it_is_whole) {
    const temporary_dir dir;
    const auto name = dir.path() / "a.txt";
    auto file = report::staged_file::create(name);
    BOOST_REQUIRE(file.has_value());
    file->write("one\n");
    BOOST_TEST(!std::filesystem::exists(name));
    BOOST_TEST(std::filesystem::exists(dir.path() / "a.txt.tmp"));
    file->write("two\n");
    BOOST_TEST(file->commit().value() == name);
    BOOST_TEST(support::text_of_file(name) == "one\ntwo\n");
    BOOST_TEST(!std::filesystem::exists(dir.path() / "a.txt.tmp"));
}

BOOST_AUTO_TEST_CASE(replaces_an_older_file_of_the_name) {
    const temporary_dir dir;
    const auto name = dir.path() / "a.txt";
    for (const auto* text : {"an older and longer text", "new"}) {
        auto file = report::staged_file::create(name);
        file->write(text);
        BOOST_TEST(file->commit().has_value());
    }
    BOOST_TEST(support::text_of_file(name) == "new");
}

BOOST_AUTO_TEST_CASE(what_was_written_can_be_read_back_before_it_has_its_name) {
    const temporary_dir dir;
    auto file = report::staged_file::create(dir.path() / "a.txt");
    const std::string large(200'001, 'x');
    file->write(large);
    std::string seen;
    const auto done = file->read_back([&](std::string_view block) { seen += block; });
    BOOST_TEST(done.has_value());
    BOOST_TEST((seen == large));
}

BOOST_AUTO_TEST_CASE(a_name_below_a_file_cannot_be_created) {
    const temporary_dir dir;
    const auto file = dir.path() / "file";
    std::ofstream(file) << "not a folder";
    const auto made = report::staged_file::create(file / "a.txt");
    BOOST_REQUIRE(!made.has_value());
    BOOST_TEST((made.error().code == std::errc::not_a_directory));
}

BOOST_AUTO_TEST_CASE(the_first_failure_is_kept_until_the_end) {
    const temporary_dir dir;
    // A disk without a byte to spare: the name is a link to the device that is always full.
    std::filesystem::create_symlink("/dev/full", dir.path() / "a.txt.tmp");
    auto file = report::staged_file::create(dir.path() / "a.txt");
    BOOST_REQUIRE(file.has_value());
    for (int i = 0; i < 100; ++i) file->write(std::string(1000, 'x'));
    const auto done = file->commit();
    BOOST_REQUIRE(!done.has_value());
    BOOST_TEST((done.error().code == std::errc::no_space_on_device));
    BOOST_TEST(!std::filesystem::exists(dir.path() / "a.txt"));
}

BOOST_AUTO_TEST_CASE(a_full_disk_that_shows_itself_at_the_end_is_a_failure_too) {
    const temporary_dir dir;
    std::filesystem::create_symlink("/dev/full", dir.path() / "a.txt.tmp");
    auto file = report::staged_file::create(dir.path() / "a.txt");
    BOOST_REQUIRE(file.has_value());
    file->write("stays in the buffer");
    BOOST_TEST(!file->commit().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
