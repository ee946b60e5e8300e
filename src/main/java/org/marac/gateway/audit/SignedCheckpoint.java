package org.marac.gateway.audit;

/**
 * A checkpoint as the log signed it.
 *
 * @param checkpoint what it says
 * @param note the signed note, its exact text: what agencies keep and auditors compare
 */
public record SignedCheckpoint(Checkpoint checkpoint, String note) {}
