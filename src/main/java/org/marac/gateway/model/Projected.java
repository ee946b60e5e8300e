package org.marac.gateway.model;

import java.util.Set;

/**
 * One recipient's view of one message, before it is sealed.
 *
 * @param permit the ruling it was made under
 * @param view the view in canonical JSON
 * @param withheld the materials present in the message and not in this view
 * @param doubts materials whose values were found in text that the recipient would see, where no obligation lets us
 *     black them out: a person must look first
 */
public record Projected(Ruling.Permit permit, Bytes view, Set<Material> withheld, Set<Material> doubts) {
    public Projected {
        doubts = Set.copyOf(doubts);
        withheld = Set.copyOf(withheld);
    }
}
