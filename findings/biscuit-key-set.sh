#!/usr/bin/env bash
# biscuit 0.7.0 from crates.io (which the crate openid 0.25.0 reads key sets with), a set of a provider that signs by more than one algorithm.
#
# Expected: whoever looks for an RSA key finds it, whatever stands beside it: "Implementations SHOULD ignore JWKs within a JWK Set that use
# "kty" (key type) values that are not understood by them, that are missing required members, or for which values are out of the supported
# ranges" (RFC 7517 §5). EdDSA and OKP are registered since RFC 8037 (§3.1, §2), and biscuit has a type for keys of OKP.
# Seen: one key whose alg is EdDSA (or Ed25519, RFC 9864), or another that biscuit does not know, makes the whole set unreadable, the RSA
# key with it. The same key without its alg is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > Cargo.toml <<'END'
[package]
name = "finding"
version = "1.0.0"
edition = "2024"

[dependencies]
biscuit = "=0.7.0"
serde_json = "=1.0.145"

[profile.dev]
debug = false
END
mkdir src
cat > src/main.rs <<'END'
use biscuit::{Empty, jwk::JWKSet};
use serde_json::json;

fn main() {
    let rsa = json!({ "kty": "RSA", "kid": "one", "alg": "RS256", "use": "sig", "n": "AQAB", "e": "AQAB" });
    // The public key of RFC 8037, appendix A.2.
    let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    let beside = [
        ("nothing", None),
        ("EdDSA", Some(json!({ "kty": "OKP", "crv": "Ed25519", "kid": "two", "alg": "EdDSA", "x": x }))),
        ("Ed25519", Some(json!({ "kty": "OKP", "crv": "Ed25519", "kid": "two", "alg": "Ed25519", "x": x }))),
        ("the same without alg", Some(json!({ "kty": "OKP", "crv": "Ed25519", "kid": "two", "x": x }))),
        ("ML-DSA-44", Some(json!({ "kty": "AKP", "kid": "two", "alg": "ML-DSA-44", "pub": "AQAB" }))),
    ];
    for (name, other) in beside {
        let set = json!({ "keys": std::iter::once(rsa.clone()).chain(other).collect::<Vec<_>>() });
        let read = serde_json::from_value::<JWKSet<Empty>>(set);
        match read {
            Ok(set) => println!("{name}: {} keys", set.keys.len()),
            Err(error) => println!("{name}: {error}"),
        }
    }
}
END
seen=$(cargo run --quiet 2> said) || { cat said >&2; exit 2; }
echo "$seen"
known='nothing: 1 keys
EdDSA: data did not match any variant of untagged enum Algorithm
Ed25519: data did not match any variant of untagged enum Algorithm
the same without alg: 2 keys
ML-DSA-44: data did not match any variant of untagged enum Algorithm'
[[ $seen = "$known" ]]
