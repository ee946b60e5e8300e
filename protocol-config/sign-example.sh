#!/bin/sh
# Signs a version of the example protocol as its agencies would: one detached CMS signature each, over the exact bytes.
# Usage: protocol-config/sign-example.sh [version folder]     (from the project's root; needs openssl 3)
set -eu

version=${1:-protocol-config/wenbury/v1}
certs=certs-example/agencies
trust=$(dirname "$version")/trust

mkdir -p "$version/signatures" "$trust/certificates"
cp certs-example/ca.crt certs-example/ca.crl "$trust/"
for agency in "$certs"/*; do
  name=$(basename "$agency")
  for use in sign encrypt tls; do
    cp "$agency/$use.crt" "$trust/certificates/$name-$use.crt"
  done
  # Named in the protocol and not signed, so that the example shows what that means.
  [ "$name" = wenbury-fire ] && continue
  openssl cms -sign -binary -cades -md sha256 -in "$version/protocol.yaml" \
    -signer "$agency/sign.crt" -inkey "$agency/sign.key" \
    -outform DER -out "$version/signatures/$name.p7s"
done
for alternate in certs-example/alternates/*; do
  for use in encrypt tls; do
    cp "$alternate/$use.crt" "$trust/certificates/$(basename "$alternate")-alternate-$use.crt"
  done
done
# The gateway signs and opens for the coordinator; its TLS certificate is a server's and names no agency.
for use in sign encrypt; do
  cp "certs-example/gateway/$use.crt" "$trust/certificates/gateway-$use.crt"
done
