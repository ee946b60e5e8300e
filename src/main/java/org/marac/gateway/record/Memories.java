package org.marac.gateway.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Memory.Acquaintance;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Role;

/** A memory in a few bytes of JSON, as it is encrypted. */
final class Memories {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Memories() {}

    static byte[] bytes(Memory memory) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode guarded = node.putArray("guarded");
        memory.guarded()
                .forEach(value -> guarded.addArray()
                        .add(value.material().toString())
                        .add(value.kind().name())
                        .add(value.text()));
        ArrayNode people = node.putArray("people");
        memory.people().forEach(person -> write(people.addObject(), person));
        memory.movedTo().ifPresent(to -> node.put("movedTo", to.value()));
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
    }

    static Memory read(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            List<Guarded> guarded = new ArrayList<>();
            node.path("guarded")
                    .forEach(value -> guarded.add(new Guarded(
                            Material.parse(value.path(0).asText()),
                            Guarded.Kind.valueOf(value.path(1).asText()),
                            value.path(2).asText())));
            List<Acquaintance> people = new ArrayList<>();
            node.path("people").forEach(person -> people.add(person(person)));
            return new Memory(guarded, people, text(node, "movedTo").map(AgencyId::new));
        } catch (IOException e) {
            // It opened under the case's key, so it is what was written; the library's exception would quote it.
            throw new IllegalStateException("A memory of the record cannot be read");
        }
    }

    private static void write(ObjectNode node, Acquaintance person) {
        node.put("role", person.role().name());
        node.put("excluded", person.excluded());
        texts(node, "names", person.names().stream());
        texts(node, "staff", new TreeSet<>(person.staffIds()).stream());
        texts(node, "employers", new TreeSet<>(person.employers()).stream());
        texts(node, "telephones", new TreeSet<>(person.telephones()).stream());
        person.knownTo().stream()
                .sorted(Comparator.comparing(Object::toString))
                .forEach(known -> node.withArray("books")
                        .addArray()
                        .add(known.agency().value())
                        .add(known.bond().name()));
        person.landlord().ifPresent(text -> node.put("landlord", text));
        person.practice().ifPresent(text -> node.put("practice", text));
        person.school().ifPresent(text -> node.put("school", text));
    }

    private static Acquaintance person(JsonNode node) {
        return new Acquaintance(
                Role.valueOf(node.path("role").asText()),
                node.path("excluded").asBoolean(),
                texts(node, "names").toList(),
                Set.copyOf(texts(node, "staff").toList()),
                Set.copyOf(texts(node, "employers").toList()),
                text(node, "landlord"),
                text(node, "practice"),
                text(node, "school"),
                Set.copyOf(texts(node, "telephones").toList()),
                books(node.path("books")));
    }

    private static Set<Person.Knowing> books(JsonNode books) {
        Set<Person.Knowing> known = new HashSet<>();
        books.forEach(book -> known.add(new Person.Knowing(
                new AgencyId(book.path(0).asText()),
                Person.Book.valueOf(book.path(1).asText()))));
        return known;
    }

    private static void texts(ObjectNode node, String name, Stream<String> values) {
        List<String> all = values.toList();
        if (!all.isEmpty()) {
            ArrayNode array = node.putArray(name);
            all.forEach(array::add);
        }
    }

    private static Stream<String> texts(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).map(JsonNode::asText);
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
    }
}
