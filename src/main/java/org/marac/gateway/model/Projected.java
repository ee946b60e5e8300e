package org.marac.gateway.model;

import java.util.Set;

/**
 * One recipient's view of one message, before it is sealed.
 *
 * @param permit the ruling it was made under
 * @param view the view in canonical JSON
 * @param withheld the data categories present in the message and not in this view
 */
public record Projected(Ruling.Permit permit, Bytes view, Set<DataCategory> withheld) {
    public Projected {
        withheld = Set.copyOf(withheld);
    }
}
