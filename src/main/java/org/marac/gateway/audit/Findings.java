package org.marac.gateway.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Position;

/** Collects findings; a log that is false everywhere does not fill the memory. */
final class Findings {
    private final List<Finding> listed = new ArrayList<>();
    private long unlisted;

    void add(Check check, String what) {
        add(new Finding(check, Optional.empty(), what));
    }

    void add(Check check, Position position, String what) {
        add(new Finding(check, Optional.of(position), what));
    }

    Verified verified(long entries) {
        return new Verified(entries, listed, unlisted);
    }

    private void add(Finding finding) {
        if (listed.size() < Verified.MOST) {
            listed.add(finding);
        } else {
            unlisted++;
        }
    }
}
