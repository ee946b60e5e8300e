package org.marac.gateway.model;

/**
 * A signed-in person who does something. Named in the audit log by pseudonym: who it is, the gateway's list of accounts says.
 *
 * @param account pseudonym of the account
 * @param office in what office
 * @param agency whose officer it is
 */
public record Acting(String account, Office office, AgencyId agency) {}
