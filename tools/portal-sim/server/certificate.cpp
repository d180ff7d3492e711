#include "portal-sim/server/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace portal_sim {

namespace {

template <auto Free>
struct freed_by {
    template <class Object>
    void operator()(Object* what) const {
        Free(what);
    }
};

using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;
using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free_all>>;

void require(bool done, const char* doing) {
    if (done) return;
    char reason[256] = "";
    ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
    throw std::runtime_error(std::string(doing) + ": " + reason);
}

key_ptr make_key() {
    key_ptr key(EVP_EC_gen("P-256"));
    require(key != nullptr, "making a key");
    return key;
}

void set_serial(X509* into) {
    std::uint64_t serial = 0;
    require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "drawing");
    require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(into), serial >> 1U) == 1, "numbering");
}

void set_name(X509_NAME* name, const char* common_name) {
    const auto* text = reinterpret_cast<const unsigned char*>(common_name);
    require(
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1,
        "naming a certificate"
    );
}

void extend(X509* into, X509* issuer, int what, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, into, nullptr, nullptr, 0);
    const extension_ptr made(X509V3_EXT_conf_nid(nullptr, &context, what, value));
    require(made != nullptr && X509_add_ext(into, made.get(), -1) == 1, "extending a certificate");
}

// Everything but the extensions and the signature.
certificate_ptr begin(const char* common_name, EVP_PKEY* key) {
    constexpr long hour = 3600;
    constexpr long month = 30 * 24 * hour;
    certificate_ptr made(X509_new());
    require(made != nullptr && X509_set_version(made.get(), 2) == 1, "beginning a certificate");
    set_serial(made.get());
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -hour);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), month);
    set_name(X509_get_subject_name(made.get()), common_name);
    require(X509_set_pubkey(made.get(), key) == 1, "setting a key");
    return made;
}

std::string text_of(BIO* memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

certificate as_text(X509* what, EVP_PKEY* key) {
    const bio_ptr text(BIO_new(BIO_s_mem()));
    const bio_ptr secret(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(text.get(), what) == 1, "writing a certificate");
    require(
        PEM_write_bio_PrivateKey(secret.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "writing a key"
    );
    return {text_of(text.get()), text_of(secret.get())};
}

}  // namespace

certificates make_certificates() {
    const auto authority_key = make_key();
    const auto authority = begin("portal-sim authority", authority_key.get());
    auto* const root = authority.get();
    require(X509_set_issuer_name(root, X509_get_subject_name(root)) == 1, "naming an issuer");
    extend(root, root, NID_basic_constraints, "critical,CA:TRUE");
    extend(root, root, NID_key_usage, "critical,keyCertSign,cRLSign");
    extend(root, root, NID_subject_key_identifier, "hash");
    require(X509_sign(root, authority_key.get(), EVP_sha256()) != 0, "signing the authority");

    const auto server_key = make_key();
    const auto server = begin("localhost", server_key.get());
    auto* const leaf = server.get();
    require(X509_set_issuer_name(leaf, X509_get_subject_name(root)) == 1, "naming an issuer");
    extend(leaf, root, NID_basic_constraints, "critical,CA:FALSE");
    extend(leaf, root, NID_key_usage, "critical,digitalSignature");
    extend(leaf, root, NID_ext_key_usage, "serverAuth");
    extend(
        leaf, root, NID_subject_alt_name, "DNS:localhost,DNS:*.sim.localhost,IP:127.0.0.1,IP:::1"
    );
    extend(leaf, root, NID_subject_key_identifier, "hash");
    extend(leaf, root, NID_authority_key_identifier, "keyid");
    require(X509_sign(leaf, authority_key.get(), EVP_sha256()) != 0, "signing the server");
    return {as_text(root, authority_key.get()), as_text(leaf, server_key.get())};
}

}  // namespace portal_sim
