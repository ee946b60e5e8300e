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
}
