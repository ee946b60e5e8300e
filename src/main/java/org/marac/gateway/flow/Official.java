package org.marac.gateway.flow;

import java.util.Set;
import org.marac.gateway.model.Acting;

/**
 * A signed-in person, with what decides whether a case is theirs to open.
 *
 * @param acting as whom the log names them
 * @param name the person's name, to be compared with the people of a case; never logged
 * @param recused pseudonyms of cases the person must not open
 */
public record Official(Acting acting, String name, Set<String> recused) {
    public Official {
        recused = Set.copyOf(recused);
    }

    /** Without the name. */
    @Override
    public String toString() {
        return acting.toString();
    }
}
