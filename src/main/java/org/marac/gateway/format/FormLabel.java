package org.marac.gateway.format;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A printed label of a form.
 *
 * @param key its own words, with those it stands under: under them a row holds the answer
 * @param spellings how it is printed, as labels are compared
 * @param under the heading it stands under; empty where it stands only once
 * @param column the heading of the column the answer stands in; empty where it stands beside or below the label
 * @param below whether the answer stands below the label, not beside it
 * @param optional whether a form may be without it
 */
record FormLabel(
        String key,
        Set<String> spellings,
        Optional<String> under,
        Optional<String> column,
        boolean below,
        boolean optional) {

    static FormLabel read(MappingBlock block) throws Flawed {
        String label = block.text("label");
        Set<String> spellings = new HashSet<>(Set.of(RowFields.label(label)));
        if (block.has("also")) {
            block.texts("also").forEach(other -> spellings.add(RowFields.label(other)));
        }
        Optional<String> under = block.optional("under");
        Optional<String> column = block.optional("column");
        String key = under.map(heading -> heading + ": ").orElse("")
                + column.map(heading -> heading + ": ").orElse("")
                + label;
        return new FormLabel(
                key,
                Set.copyOf(spellings),
                under.map(RowFields::label),
                column.map(RowFields::label),
                block.truth("below"),
                block.truth("optional"));
    }
}
