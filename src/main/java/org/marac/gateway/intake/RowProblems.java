package org.marac.gateway.intake;

import java.util.List;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** Everything that is wrong with a row: a refusal names the first, whoever mends it wants to know all. */
@FunctionalInterface
public interface RowProblems {
    /** In the order of the columns; a place and a code, never what a cell says. */
    List<Problem> of(AgencyId agency, Bytes row);

    /**
     * One of them.
     *
     * @param place of the message, or the column
     * @param code what is wrong
     */
    record Problem(String place, String code) {
        @Override
        public String toString() {
            return place + " " + code;
        }
    }
}
