package org.marac.gateway.model;

/**
 * Which version of which protocol, bound to its exact bytes.
 *
 * @param id which protocol
 * @param version its number
 * @param digest of the exact bytes the agencies signed
 */
public record ProtocolRef(String id, int version, Digest digest) {}
