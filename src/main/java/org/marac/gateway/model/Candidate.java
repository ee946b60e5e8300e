package org.marac.gateway.model;

import java.time.Instant;

/**
 * Two cases that may be of the same people; a person must say.
 *
 * @param one pseudonym of the one
 * @param other pseudonym of the other
 * @param since when it was found
 */
public record Candidate(String one, String other, Instant since) {}
