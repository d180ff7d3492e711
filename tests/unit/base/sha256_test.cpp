#include "base/sha256.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(sha256)

// The examples of FIPS 180-4, and what `sha256sum` says of the others.
BOOST_AUTO_TEST_CASE(gives_what_the_standard_says) {
    struct row {
        std::string text;
        const char* expected;
    };
    const row rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {std::string(1'000'000, 'a'),
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (const auto& each : rows) BOOST_TEST(base::sha256_of(each.text) == each.expected);
}

BOOST_AUTO_TEST_CASE(does_not_depend_on_how_the_bytes_come) {
    std::string text;
    for (int i = 0; i < 300; ++i) text += static_cast<char>(i);
    const auto whole = base::sha256_of(text);
    for (std::size_t piece = 1; piece < 140; ++piece) {
        base::sha256 hash;
        for (std::size_t at = 0; at < text.size(); at += piece) hash.add(text.substr(at, piece));
        BOOST_TEST(hash.hex() == whole, piece);
    }
}

BOOST_AUTO_TEST_CASE(goes_on_after_it_was_asked) {
    base::sha256 hash;
    hash.add("a");
    BOOST_TEST(hash.hex() == base::sha256_of("a"));
    hash.add("bc");
    BOOST_TEST(hash.hex() == base::sha256_of("abc"));
}

BOOST_AUTO_TEST_CASE(knows_its_own_form) {
    BOOST_TEST(base::is_sha256(base::sha256_of("abc")));
    BOOST_TEST(!base::is_sha256("abc"));
    BOOST_TEST(!base::is_sha256(std::string(64, 'A')));
    BOOST_TEST(!base::is_sha256(std::string(64, 'g')));
    BOOST_TEST(!base::is_sha256(std::string(65, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
