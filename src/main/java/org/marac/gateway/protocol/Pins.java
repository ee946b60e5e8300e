package org.marac.gateway.protocol;

import java.util.Optional;
import org.marac.gateway.model.Digest;

/**
 * What the operator has pinned.
 *
 * @param first SHA-256 of version 1
 * @param successor SHA-256 of the version to follow, where chair and quorum have signed two with one number
 */
public record Pins(Optional<Digest> first, Optional<Digest> successor) {
    /** Nothing is pinned. */
    public static final Pins NONE = new Pins(Optional.empty(), Optional.empty());
}
