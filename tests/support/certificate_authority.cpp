#include "support/certificate_authority.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace support {

namespace {

template <auto Free>
struct freer {
    template <class Type>
    void operator()(Type* what) const {
        Free(what);
    }
};

using key_ptr = std::unique_ptr<EVP_PKEY, freer<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freer<X509_free>>;
using bio_ptr = std::unique_ptr<BIO, freer<BIO_free_all>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, freer<X509_EXTENSION_free>>;

void must(bool well) {
    if (!well) throw std::runtime_error("OpenSSL cannot make the test's certificate");
}

key_ptr make_key() {
    key_ptr key(EVP_EC_gen("P-256"));
    must(key != nullptr);
    return key;
}

std::string read_all(const bio_ptr& from) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(from.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

std::string pem_of(X509* certificate) {
    const bio_ptr out(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_X509(out.get(), certificate) == 1);
    return read_all(out);
}

std::string pem_of(EVP_PKEY* key) {
    const bio_ptr out(BIO_new(BIO_s_mem()));
    must(PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return read_all(out);
}

certificate_ptr make_certificate(EVP_PKEY* key, const char* name, long serial) {
    certificate_ptr made(X509_new());
    must(made != nullptr);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), serial);
    must(X509_set_pubkey(made.get(), key) == 1);
    const auto* text = reinterpret_cast<const unsigned char*>(name);
    must(
        X509_NAME_add_entry_by_txt(
            X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8, text, -1, -1, 0
        ) == 1
    );
    return made;
}

void add_extension(X509* to, int which, const std::string& value) {
    const extension_ptr made(X509V3_EXT_conf_nid(nullptr, nullptr, which, value.c_str()));
    must(made && X509_add_ext(to, made.get(), -1) == 1);
}

void set_validity(X509* of, validity when) {
    constexpr long day = 24L * 60 * 60;
    const long begin = when == validity::not_begun ? day : -2 * day;
    const long end = when == validity::ended ? -day : 2 * day;
    X509_gmtime_adj(X509_getm_notBefore(of), begin);
    X509_gmtime_adj(X509_getm_notAfter(of), end);
}

}  // namespace

struct certificate_authority::state {
    key_ptr key = make_key();
    certificate_ptr certificate = make_certificate(key.get(), "Muster's test authority", 1);
};

certificate_authority::certificate_authority() : state_(std::make_unique<state>()) {
    auto* const own = state_->certificate.get();
    set_validity(own, validity::now);
    X509_set_issuer_name(own, X509_get_subject_name(own));
    add_extension(own, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(own, NID_key_usage, "critical,keyCertSign,cRLSign");
    must(X509_sign(own, state_->key.get(), EVP_sha256()) != 0);
}

certificate_authority::~certificate_authority() = default;

std::string certificate_authority::pem() const {
    return pem_of(state_->certificate.get());
}

server_identity certificate_authority::issue(const std::string& names, validity when) const {
    const auto key = make_key();
    const auto made = make_certificate(key.get(), "a portal", 2);
    set_validity(made.get(), when);
    X509_set_issuer_name(made.get(), X509_get_subject_name(state_->certificate.get()));
    add_extension(made.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(made.get(), NID_subject_alt_name, names);
    must(X509_sign(made.get(), state_->key.get(), EVP_sha256()) != 0);
    return {pem_of(made.get()), pem_of(key.get())};
}

}  // namespace support
