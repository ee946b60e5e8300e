package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Role;

/**
 * Checks a view again from the bytes that will leave. It shares nothing with the projector: it reads tokens where the projector walks a
 * tree, and looks labels up in a table where the projector follows the schema.
 */
final class Inspector {
    /** Items of information name their own category; everything below an item has it. */
    private static final String ITEM = "INFORMATION/items/*/";

    private static final String ITEMS = "/items/";

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
     * @param guarded values of the case beside those of the message
     * @throws DisclosureFault where the view holds anything that is not permitted, not known, or not in the message
     */
    Set<String> inspect(byte[] message, byte[] view, Set<Material> permitted, List<Guarded> guarded) {
        Document whole = new Document(Leaf.all(message));
        Document seen = new Document(Leaf.all(view));
        if (!whole.kind.equals(seen.kind)) {
            throw new DisclosureFault("Another kind of message", "/kind");
        }
        Set<String> facts = whole.facts();
        for (int i = 0; i < seen.leaves.size(); i++) {
            Leaf leaf = seen.leaves.get(i);
            Material material = seen.materials.get(i);
            if (!permitted.contains(material)) {
                throw new DisclosureFault("A material that is not permitted", leaf.place());
            }
            if (!facts.contains(fact(leaf, material)) && !leaf.text().equals(Projection.MARKER)) {
                throw new DisclosureFault("A value that the message does not have there", leaf.place());
            }
        }
        Protected values = whole.withheld(permitted);
        guarded.stream().filter(value -> !permitted.contains(value.material())).forEach(values::note);
        return found(seen, values);
    }

    private static Set<String> found(Document seen, Protected values) {
        Set<String> pointers = new HashSet<>();
        for (int i = 0; i < seen.leaves.size(); i++) {
            Leaf leaf = seen.leaves.get(i);
            DataCategory category = seen.materials.get(i).category();
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

    private static String fact(Leaf leaf, Material material) {
        return leaf.place() + ' ' + material + ' ' + leaf.text();
    }

    /** The leaves of one document and their labels. */
    private final class Document {
        private final List<Leaf> leaves;
        private final List<Material> materials;
        private final String kind;
        private final Map<String, Material> items = new HashMap<>();

        Document(List<Leaf> leaves) {
            this.leaves = leaves;
            String named = "";
            for (Leaf leaf : leaves) {
                if (leaf.place().equals("/kind")) {
                    named = leaf.text();
                }
                if (leaf.place().equals("/items/*/category")) {
                    items.merge(above(leaf.pointer()), Material.of(category(leaf.text())), Document::both);
                }
                if (leaf.place().equals("/items/*/subject")) {
                    items.merge(above(leaf.pointer()), about(leaf.text()), Document::both);
                }
            }
            this.kind = named;
            this.materials = leaves.stream().map(this::material).toList();
        }

        /**
         * Everything that stands in the document: place, label and value. An item of information cannot change its own label and a value
         * cannot move.
         */
        Set<String> facts() {
            Set<String> facts = new HashSet<>();
            for (int i = 0; i < leaves.size(); i++) {
                facts.add(fact(leaves.get(i), materials.get(i)));
            }
            return facts;
        }

        private Material material(Leaf leaf) {
            String place = kind + leaf.place();
            Material label = labels.of(place)
                    .orElseThrow(() -> new DisclosureFault("A place the schema does not have", "the view"));
            if (label.category() == DataCategory.UNCLASSIFIED && place.startsWith(ITEM)) {
                return items.getOrDefault(item(leaf.pointer()), label);
            }
            return label;
        }

        /** What the recipient may not see and must not find in free text either. */
        Protected withheld(Set<Material> permitted) {
            Protected values = new Protected();
            Map<String, List<Leaf>> addresses = new LinkedHashMap<>();
            for (int i = 0; i < leaves.size(); i++) {
                Leaf leaf = leaves.get(i);
                Material material = materials.get(i);
                if (!permitted.contains(material)) {
                    values.note(leaf, material.category());
                    if (leaf.name().equals("lines")) {
                        addresses
                                .computeIfAbsent(above(leaf.pointer()), pointer -> new ArrayList<>())
                                .add(leaf);
                    }
                }
            }
            addresses
                    .values()
                    .forEach(lines -> values.note(
                            lines.stream().map(Leaf::text).toList(),
                            material(lines.get(0)).category()));
            return values;
        }

        private static String above(String pointer) {
            return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
        }

        /** The item a part belongs to: /items/3 of /items/3/intelligence/source. */
        private static String item(String pointer) {
            int end = pointer.indexOf('/', ITEMS.length());
            return end < 0 ? pointer : pointer.substring(0, end);
        }

        /** Category and subject of an item stand in two leaves, in either order. */
        private static Material both(Material one, Material other) {
            DataCategory category = one.category() == DataCategory.UNCLASSIFIED ? other.category() : one.category();
            return new Material(category, one.about() == Role.CASE ? other.about() : one.about());
        }

        private static DataCategory category(String name) {
            return Stream.of(DataCategory.values())
                    .filter(category -> category.name().equals(name))
                    .findFirst()
                    .orElse(DataCategory.UNCLASSIFIED);
        }

        private static Material about(String name) {
            Role role = Stream.of(Role.values())
                    .filter(known -> known.name().equals(name))
                    .findFirst()
                    .orElse(Role.CASE);
            return new Material(DataCategory.UNCLASSIFIED, role);
        }
    }
}
