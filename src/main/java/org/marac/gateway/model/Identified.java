package org.marac.gateway.model;

/**
 * Who is speaking, by which agreed channel, under which protocol.
 *
 * @param agency the party, a valid signatory of the version in force
 * @param channel the channel the protocol gives it
 * @param inForce the protocol version in force
 */
public record Identified(Party agency, Party.Channel channel, InForce inForce) {}
