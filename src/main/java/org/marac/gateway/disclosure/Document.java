package org.marac.gateway.disclosure;

import com.fasterxml.jackson.core.JsonToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Role;

/** A message read token by token, each part labelled from the table: what the inspector knows of it. */
final class Document {
    private static final Material ENVELOPE = Material.of(DataCategory.ENVELOPE);
    /** Where a correction holds the new content; of other messages the content is the message. */
    private static final List<String> CONTENTS = List.of("referral", "information");

    private static final String ITEM = "/items/*";
    private static final Set<String> UNSAFE = Set.of("/value", "/times", "/via");
    /** Where a transfer says how to reach the victim; elsewhere it stands in the content. */
    private static final String NEW_CONTACT = "/move/contact";

    private static final String CONTACT = "/safeContact";

    private final Labels labels;
    private final String kind;
    private final String sender;
    private final String purpose;
    private final Set<AgencyId> record;
    private final boolean safeToUse;
    /** Where the content stands: nothing, or a slash and a name. */
    private final String content;
    /** Where it stands how to reach the victim. */
    private final String contact;

    private final Set<Material> materials = new HashSet<>();
    private boolean reserved;
    private final Part root;

    /**
     * @param record the coordinator's agency, where it is known
     */
    Document(byte[] message, Labels labels, Optional<AgencyId> record) {
        Node node = Node.read(message);
        this.labels = labels;
        this.kind = node.at("kind");
        Optional<Node> header = Optional.ofNullable(node.fields().get("header"));
        this.sender = header.map(h -> h.at("sender")).orElse("");
        this.purpose = header.map(h -> h.at("purpose")).orElse("");
        this.record = record.stream().collect(Collectors.toUnmodifiableSet());
        this.content = CONTENTS.stream()
                .filter(name -> node.fields().containsKey(name))
                .findFirst()
                .map(name -> "/" + name)
                .orElse("");
        this.contact = node.fields().containsKey("move") ? NEW_CONTACT : content + CONTACT;
        Node contact = node.under(this.contact);
        this.safeToUse = contact.isObject()
                && Stream.of("safeToCall", "safeToText", "safeToLeaveMessage")
                        .anyMatch(use -> contact.at(use).equals("YES"));
        this.root = part(node, "", "", new Source(ENVELOPE, Optional.empty()));
    }

    Part root() {
        return root;
    }

    /** What is present in it: the labels of its values. */
    Set<Material> materials() {
        return materials;
    }

    /** Whether it matters who looks, and not only what they may see. */
    boolean isReserved() {
        return reserved;
    }

    /** The kind of message it says it is. */
    String kind() {
        return kind;
    }

    private Part part(Node node, String pointer, String place, Source around) {
        Source source = source(node, place, around);
        reserved |= source.only().isPresent();
        if (node.isValue()) {
            materials.add(source.material());
        }
        Map<String, Part> fields = new LinkedHashMap<>();
        node.fields()
                .forEach((name, field) ->
                        fields.put(name, part(field, pointer + "/" + name, place + "/" + name, source)));
        List<Part> elements = new ArrayList<>();
        for (Node element : node.elements()) {
            elements.add(part(element, pointer + "/" + elements.size(), place + "/*", source));
        }
        return new Part(pointer, place, node, source, fields, elements);
    }

    private Source source(Node node, String whole, Source around) {
        Material label = labels.of(kind + whole)
                .orElseThrow(() -> new DisclosureFault("A place the schema does not have", "the message"));
        Optional<Set<AgencyId>> only = around.only();
        String place = whole.startsWith(content) ? whole.substring(content.length()) : whole;
        if (place.startsWith(Enclosure.PLACE)) {
            return new Source(place.equals(Enclosure.PLACE) ? item(node) : around.material(), only);
        }
        if (place.startsWith(ITEM)) {
            Material own = place.equals(ITEM) ? item(node) : around.material();
            boolean sourceLine = place.equals(ITEM + "/source") && own.category() == DataCategory.POLICE_INTEL_P;
            return new Source(
                    label.category() == DataCategory.UNCLASSIFIED ? own : label,
                    sourceLine ? Optional.of(record) : place.equals(ITEM) ? readers(node) : only);
        }
        boolean unsafe = !safeToUse && whole.startsWith(contact) && UNSAFE.contains(whole.substring(contact.length()));
        return new Source(label, unsafe ? Optional.of(record) : only);
    }

    /** What an item, or a document, says it is. */
    private static Material item(Node item) {
        return new Material(
                named(DataCategory.values(), item.at("category"), DataCategory.UNCLASSIFIED),
                named(Role.values(), item.at("subject"), Role.CASE));
    }

    /** Who may see an item that is another agency's: that agency, whom it released it to for this purpose, and the record. */
    private Optional<Set<AgencyId>> readers(Node item) {
        String originator = item.at("originator");
        if (originator.isEmpty() || originator.equals(sender)) {
            return Optional.empty();
        }
        Set<AgencyId> readers = new HashSet<>(record);
        readers.add(new AgencyId(originator));
        Optional.ofNullable(item.fields().get("releasedTo")).stream()
                .flatMap(releases -> releases.elements().stream())
                .filter(release -> release.all("purposes").contains(purpose))
                .forEach(release -> readers.add(new AgencyId(release.at("agency"))));
        return Optional.of(readers);
    }

    private static <E extends Enum<E>> E named(E[] values, String name, E otherwise) {
        return Stream.of(values)
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(otherwise);
    }

    /** Whether a value is a text, and so can say anything. */
    static boolean isText(Node node) {
        return node.type() == JsonToken.VALUE_STRING;
    }
}
