package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Guarded;

/** Which values must be looked for in the texts of a message? Those of its labelled fields, and those the case has besides. */
final class Gathering {
    /** In items of these categories the text itself says where somebody is, or who it was. */
    private static final Set<DataCategory> TELLING = EnumSet.of(
            DataCategory.ADDRESS_SAFE,
            DataCategory.CONTACT_SAFE,
            DataCategory.VICTIM_ADDRESS,
            DataCategory.COURT_RESTRICTED,
            DataCategory.INFORMANT,
            DataCategory.THIRD_PARTY);

    private static final Set<DataCategory> NAMING = EnumSet.of(DataCategory.INFORMANT, DataCategory.THIRD_PARTY);

    private final Map<Spelling, Sought> sought = new HashMap<>();

    private Gathering() {}

    /** Everything to look for on behalf of these viewers: what all of them may see wherever it stands is left out. */
    static Collection<Sought> of(
            Part message, List<Enclosure> enclosures, List<Guarded> guarded, List<Viewer> viewers) {
        Gathering gathering = new Gathering();
        gathering.part(message);
        enclosures.forEach(document -> document.words()
                .ifPresent(words -> gathering.telling(document.data().source(), false, words)));
        guarded.forEach(gathering::guarded);
        return gathering.sought.values().stream()
                .filter(value -> viewers.stream()
                        .anyMatch(viewer -> !value.hidden(viewer).isEmpty()))
                .toList();
    }

    private void part(Part part) {
        if (part.node().isObject()) {
            if (part.isAddress()) {
                address(part);
                return;
            }
            names(part);
        } else if (Document.isText(part.node())) {
            text(part);
        }
        part.fields().values().forEach(this::part);
        part.elements().forEach(this::part);
    }

    private void address(Part part) {
        Optional<Part> any = part.fields().values().stream().findFirst();
        any.ifPresent(field -> {
            Source source = leaf(field).source();
            List<String> lines = part.node().all("lines");
            note(source, AddressSpellings.of(lines));
            note(source, AddressSpellings.postcodes(part.node().at("postcode")));
            note(source, NumberSpellings.identifiers(part.node().at("uprn")));
        });
    }

    private static Part leaf(Part part) {
        return part.elements().isEmpty() ? part : leaf(part.elements().get(0));
    }

    /** The names of a person: in use and aliases, each forename with each surname. */
    private void names(Part person) {
        List<Part> names = new ArrayList<>();
        Part inUse = person.fields().get("name");
        if (inUse != null && inUse.node().isObject()) {
            names.add(inUse);
        }
        Part aliases = person.fields().get("aliases");
        if (aliases != null) {
            names.addAll(aliases.elements());
        }
        if (names.isEmpty()) {
            return;
        }
        List<List<String>> given = new ArrayList<>();
        List<String> family = new ArrayList<>();
        List<String> alone = new ArrayList<>();
        for (Part name : names) {
            List<String> forenames = name.node().all("given");
            String surname = name.node().at("family");
            given.add(forenames);
            if (surname.isEmpty()) {
                forenames.stream().findFirst().ifPresent(alone::add);
            } else {
                family.add(surname);
            }
        }
        note(names.get(0).source(), NameSpellings.of(given, family, alone));
    }

    private void text(Part part) {
        String text = part.node().text();
        Source source = part.source();
        switch (part.name()) {
            case "telephones", "telephone" -> note(source, NumberSpellings.telephones(text));
            case "value" -> {
                note(source, NumberSpellings.telephones(text));
                note(source, NumberSpellings.emails(text));
                if (source.material().category() != DataCategory.CONTACT_SAFE) {
                    note(source, NumberSpellings.identifiers(text));
                }
            }
            case "email" -> note(source, NumberSpellings.emails(text));
            case "nhsNumber", "staffId" -> note(source, NumberSpellings.identifiers(text));
            case "school", "employer", "landlord", "gpPractice" -> note(source, NameSpellings.body(text));
            case "name" -> note(source, NameSpellings.of(text));
            case "text", "source" -> item(part, text);
            default -> {
                // Other fields name nobody's place, number or name as such.
            }
        }
    }

    private void item(Part part, String text) {
        boolean sourceLine = part.name().equals("source") && part.material().category() == DataCategory.POLICE_INTEL_P;
        telling(part.source(), sourceLine, text);
    }

    private void telling(Source source, boolean sourceLine, String text) {
        DataCategory category = source.material().category();
        if (TELLING.contains(category) || sourceLine) {
            note(source, Extracts.whereabouts(text));
        }
        if (NAMING.contains(category) || sourceLine) {
            note(source, Extracts.names(text));
        }
        if (category == DataCategory.SCHOOL) {
            note(source, Extracts.schools(text));
        }
    }

    private void guarded(Guarded value) {
        Source source = new Source(value.material(), Optional.empty());
        String text = value.text();
        note(
                source,
                switch (value.kind()) {
                    case ADDRESS -> AddressSpellings.of(Arrays.asList(text.split(",")));
                    case POSTCODE -> AddressSpellings.postcodes(text);
                    case TELEPHONE -> NumberSpellings.telephones(text);
                    case EMAIL -> NumberSpellings.emails(text);
                    case NAME -> NameSpellings.of(text);
                    case PLACE -> NameSpellings.body(text);
                    case IDENTIFIER -> NumberSpellings.identifiers(text);
                });
    }

    private void note(Source source, Set<Spelling> spellings) {
        spellings.forEach(
                spelling -> sought.computeIfAbsent(spelling, Sought::new).standsAt(source));
    }
}
