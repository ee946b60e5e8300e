package org.marac.gateway.model;

import java.util.List;

/**
 * What the record remembers of the case a message belongs to, and of the cases linked with it.
 *
 * @param own of the case, and of every other case of the same victim
 * @param linked of cases in which someone of this one has another part: whoever is accused here may be the victim there
 * @param seen in which cases that was looked for
 */
public record Recalled(List<Memory> own, List<Memory> linked, Seen seen) {
    public Recalled {
        own = List.copyOf(own);
        linked = List.copyOf(linked);
    }

    /** Nothing: the case is new, and nobody in it is known. */
    public static Recalled nothing() {
        return new Recalled(List.of(), List.of(), Seen.nothing());
    }
}
