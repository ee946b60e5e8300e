package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.marac.gateway.model.DataCategory;

/**
 * Checks a view again from the bytes that will leave. It shares nothing with the projector: it reads tokens where the projector walks a
 * tree, and looks labels up in a table where the projector follows the schema.
 */
final class Inspector {
    /** Items of information name their own category; everything below an item has it. */
    private static final String ITEM = "INFORMATION/items/*/";

    private final Labels labels;

    Inspector(Labels labels) {
        this.labels = labels;
    }

    /**
     * The pointers of texts in the view that hold a protected value.
     *
     * @param message the whole message in canonical JSON
     * @param view the bytes that will leave
     * @param permitted what the recipient may see
     * @throws DisclosureFault where the view holds anything that is not permitted, not known, or not in the message
     */
    Set<String> inspect(byte[] message, byte[] view, Set<DataCategory> permitted) {
        Document whole = new Document(Leaf.all(message));
        Document seen = new Document(Leaf.all(view));
        if (!whole.kind.equals(seen.kind)) {
            throw new DisclosureFault("Another kind of message", "/kind");
        }
        Set<String> facts = whole.facts();
        for (int i = 0; i < seen.leaves.size(); i++) {
            Leaf leaf = seen.leaves.get(i);
            DataCategory category = seen.categories.get(i);
            if (!permitted.contains(category)) {
                throw new DisclosureFault("A category that is not permitted", leaf.place());
            }
            if (!facts.contains(fact(leaf, category)) && !leaf.text().equals(Projection.MARKER)) {
                throw new DisclosureFault("A value that the message does not have there", leaf.place());
            }
        }
        return found(seen, whole.withheld(permitted));
    }

    private static Set<String> found(Document seen, Protected values) {
        Set<String> pointers = new HashSet<>();
        for (int i = 0; i < seen.leaves.size(); i++) {
            Leaf leaf = seen.leaves.get(i);
            DataCategory category = seen.categories.get(i);
            if (values.isIn(leaf.text(), category)) {
                if (category == DataCategory.ENVELOPE) {
                    // Ids and times cannot be blacked out, and without them there is no message.
                    throw new DisclosureFault("A protected value in the envelope", leaf.place());
                }
                pointers.add(leaf.pointer());
            }
        }
        return pointers;
    }

    private static String fact(Leaf leaf, DataCategory category) {
        return leaf.place() + ' ' + category.ordinal() + ' ' + leaf.text();
    }

    /** The leaves of one document and their labels. */
    private final class Document {
        private final List<Leaf> leaves;
        private final List<DataCategory> categories;
        private final String kind;
        private final Map<String, String> categoryOfItem = new HashMap<>();

        Document(List<Leaf> leaves) {
            this.leaves = leaves;
            String named = "";
            for (Leaf leaf : leaves) {
                if (leaf.place().equals("/kind")) {
                    named = leaf.text();
                }
                if (leaf.place().equals("/items/*/category")) {
                    categoryOfItem.put(above(leaf.pointer()), leaf.text());
                }
            }
            this.kind = named;
            this.categories = leaves.stream().map(this::category).toList();
        }

        /**
         * Everything that stands in the document: place, label and value. An item of information cannot change its own label and a value
         * cannot move.
         */
        Set<String> facts() {
            Set<String> facts = new HashSet<>();
            for (int i = 0; i < leaves.size(); i++) {
                facts.add(fact(leaves.get(i), categories.get(i)));
            }
            return facts;
        }

        private DataCategory category(Leaf leaf) {
            String place = kind + leaf.place();
            DataCategory label = labels.of(place)
                    .orElseThrow(() -> new DisclosureFault("A place the schema does not have", "the view"));
            if (label == DataCategory.UNCLASSIFIED && place.startsWith(ITEM)) {
                return named(categoryOfItem.getOrDefault(above(leaf.pointer()), ""));
            }
            return label;
        }

        /** What the recipient may not see and must not find in free text either. */
        Protected withheld(Set<DataCategory> permitted) {
            Protected values = new Protected();
            Map<String, List<Leaf>> addresses = new LinkedHashMap<>();
            for (int i = 0; i < leaves.size(); i++) {
                Leaf leaf = leaves.get(i);
                DataCategory category = categories.get(i);
                if (!permitted.contains(category)) {
                    values.note(leaf, category);
                    if (leaf.name().equals("lines")) {
                        addresses
                                .computeIfAbsent(above(leaf.pointer()), pointer -> new ArrayList<>())
                                .add(leaf);
                    }
                }
            }
            addresses
                    .values()
                    .forEach(lines -> values.note(lines.stream().map(Leaf::text).toList(), category(lines.get(0))));
            return values;
        }

        private static String above(String pointer) {
            return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
        }

        private static DataCategory named(String name) {
            for (DataCategory category : DataCategory.values()) {
                if (category.name().equals(name)) {
                    return category;
                }
            }
            return DataCategory.UNCLASSIFIED;
        }
    }
}
