package org.marac.gateway.protocol;

/**
 * What the shelf asks other rooms.
 *
 * @param signature whether a signature stands
 * @param signer what a signature says of itself
 * @param certificate whether a pinned certificate is good
 * @param condition whether the conditions of the clauses are sound
 */
public record Checks(
        SignatureCheck signature, SignerReading signer, CertificateCheck certificate, ConditionCheck condition) {}
