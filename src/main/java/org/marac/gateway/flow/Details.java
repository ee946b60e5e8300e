package org.marac.gateway.flow;

import java.util.ArrayList;
import java.util.List;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Entry;

/** The details of an entry about what a person did, in order. */
public final class Details {
    private final List<Entry.Noted.Detail> details = new ArrayList<>();

    private Details() {}

    /** Who did it. */
    public static Details of(Acting person) {
        return new Details()
                .and("account", person.account())
                .and("office", person.office().name())
                .and("agency", person.agency().value());
    }

    /** Nobody we know did it. */
    public static Details none() {
        return new Details();
    }

    /** And a code or figure. */
    public Details and(String name, String value) {
        details.add(new Entry.Noted.Detail(name, value));
        return this;
    }

    /** All of them. */
    public List<Entry.Noted.Detail> list() {
        return List.copyOf(details);
    }
}
