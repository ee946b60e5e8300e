package org.marac.gateway.disclosure;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;

/** A spelling of a value that not everyone may see, and every place where the value stands. */
final class Sought {
    private final Spelling spelling;
    private final Set<Source> sources = new LinkedHashSet<>();

    Sought(Spelling spelling) {
        this.spelling = spelling;
    }

    Spelling spelling() {
        return spelling;
    }

    void standsAt(Source source) {
        sources.add(source);
    }

    /** Whether it leads to someone whose whereabouts are protected. */
    boolean isSafe() {
        return sources.stream().anyMatch(Source::isStrictAtThePerpetrators);
    }

    /**
     * Whether this viewer may not read it in a text of that category. What it may know from another place it may read;
     * but where the victim lives or can be reached is no less protected because it stands elsewhere too.
     */
    boolean isHiddenFrom(Viewer viewer, DataCategory where) {
        boolean seen = false;
        for (Source source : sources) {
            boolean may = viewer.maySee(source);
            boolean strict =
                    where == DataCategory.PERPETRATOR_ADDRESS ? source.isStrictAtThePerpetrators() : source.isStrict();
            if (!may && strict && spelling.form().kind().isWhereabouts()) {
                return true;
            }
            seen |= may;
        }
        return !seen && !(where == DataCategory.PERPETRATOR_ADDRESS && isTheVictims());
    }

    /** The materials this viewer may not see and would learn of. */
    Set<Material> hidden(Viewer viewer) {
        Set<Material> hidden = new TreeSet<>();
        sources.stream().filter(source -> !viewer.maySee(source)).forEach(source -> hidden.add(source.material()));
        return hidden;
    }

    /** A couple's shared home is also the alleged perpetrator's own address, and stays there. */
    private boolean isTheVictims() {
        return sources.stream().allMatch(source -> source.material().category() == DataCategory.VICTIM_ADDRESS);
    }
}
