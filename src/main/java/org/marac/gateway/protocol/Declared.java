package org.marac.gateway.protocol;

import org.marac.gateway.model.Digest;

/**
 * A statement that was proved once, and counts from then on whatever becomes of its files.
 *
 * @param statement what was declared
 * @param sha256 of its exact bytes
 */
public record Declared(Statement statement, Digest sha256) {}
