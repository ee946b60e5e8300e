package org.marac.gateway.model;

/** Who is at the other end, as far as the transport itself proved it? */
public sealed interface Peer {

    /**
     * Proved by mutual TLS.
     *
     * @param sha256 digest of the DER client certificate the peer showed and proved to hold the key of
     */
    record Certificate(Digest sha256) implements Peer {}

    /**
     * Proved by the broker, which lets only this agency send to the address the message came from.
     *
     * @param agency the owner of the address
     */
    record QueueOwner(AgencyId agency) implements Peer {}

    /**
     * Proved by the signature of a mail (RFC 8551), whose signer the certificate calls by the address it came from.
     *
     * @param sha256 digest of the DER signing certificate
     * @param address from which it came, in lower case
     */
    record Correspondent(Digest sha256, String address) implements Peer {}

    /** Proved by nothing: whoever wrote it may have written any name. */
    record Nobody() implements Peer {}
}
