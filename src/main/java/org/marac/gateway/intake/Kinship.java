package org.marac.gateway.intake;

import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** May two rows be about the same people? */
@FunctionalInterface
public interface Kinship {
    /**
     * What a row has in common with every other that may be about one of its people, or is another of its id; empty of a row
     * that cannot be read. Two rows with nothing in common can be taken in any order.
     */
    Set<String> of(AgencyId agency, Bytes row);
}
