package org.marac.gateway.audit;

import java.util.Optional;
import org.marac.gateway.model.Position;

/**
 * Something that does not hold.
 *
 * @param check which check found it
 * @param position at which entry, if at one
 * @param what the rule that is broken; never content of an entry
 */
public record Finding(Check check, Optional<Position> position, String what) {

    /** One line for people. */
    public String text() {
        String where = position.map(p -> "entry " + p.index() + ": ").orElse("");
        return check.number() + " " + where + what;
    }
}
