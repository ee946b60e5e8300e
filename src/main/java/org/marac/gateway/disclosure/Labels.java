package org.marac.gateway.disclosure;

import java.util.Optional;
import org.marac.gateway.model.Material;

/** What the inspector must be told: which material is a place of the canonical message? */
@FunctionalInterface
public interface Labels {
    /**
     * The material of a place; empty where the message has no such place.
     *
     * @param place the kind of message and a JSON pointer with {@code *} for list indexes, for example {@code REFERRAL/children/*}
     */
    Optional<Material> of(String place);
}
