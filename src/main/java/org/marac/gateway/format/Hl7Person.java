package org.marac.gateway.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Refused;

/** What HL7 v2 data types say of a person: names (XPN), addresses (XAD), numbers (XTN), identifiers (CX), dates. */
final class Hl7Person {
    private static final int DATE_LENGTH = 8;
    private static final Set<String> NHS = Set.of("NHS", "NHSNBR", "NHSNMBR", "NHSNUMBER", "2.16.840.1.113883.2.1.4.1");
    /** HL7 table 0190: bad, birth, business, of origin, registry: nobody lives there now. */
    private static final Set<String> NO_HOME = Set.of("BA", "N", "BDL", "BR", "B", "O", "F", "RH");
    /** HL7 table 0190: current or temporary. */
    private static final String TEMPORARY = "C";
    /** HL7 table 0001, and what the NHS writes there instead. */
    private static final Map<String, String> SEX = Map.of(
            "M", "male", "1", "male", "F", "female", "2", "female", "U", "unknown", "0", "unknown", "O", "other", "A",
            "other", "9", "other");

    private Hl7Person() {}

    /** A name; empty where it has no part we could keep. */
    static Optional<Person.Name> name(Hl7Field xpn) {
        Optional<String> family = xpn.part(1);
        List<String> given =
                Stream.of(xpn.part(2), xpn.part(3)).flatMap(Optional::stream).toList();
        return family.isEmpty() && given.isEmpty()
                ? Optional.empty()
                : Optional.of(new Person.Name(family, given, xpn.part(5)));
    }

    /** A name as it is spoken, of the type XPN; of an XCN the parts stand one further. */
    static Optional<String> spoken(Hl7Field name, int first) {
        return Fields.text(String.join(
                " ",
                Stream.of(name.part(first + 4), name.part(first + 1), name.part(first + 2), name.part(first))
                        .flatMap(Optional::stream)
                        .toList()));
    }

    /** The first eight digits and nothing else of it: a date of birth never passes through a time zone. */
    static LocalDate date(String value, String place) throws Refused {
        try {
            return LocalDate.parse(
                    value.substring(0, Math.min(DATE_LENGTH, value.length())), DateTimeFormatter.BASIC_ISO_DATE);
        } catch (DateTimeException e) {
            throw Refusals.invalid("not-a-date", place);
        }
    }

    static Optional<LocalDate> date(Hl7Segment segment, int field) throws Refused {
        Optional<String> value = segment.text(field);
        return value.isEmpty() ? Optional.empty() : Optional.of(date(value.get(), segment.place(field)));
    }

    static String sex(String code) {
        return SEX.getOrDefault(code.toUpperCase(Locale.ROOT), code.toLowerCase(Locale.ROOT));
    }

    /** A telephone number or an e-mail address, wherever in the type it stands. */
    static Optional<String> reached(Hl7Field xtn) {
        return isMail(xtn)
                ? xtn.part(4).or(() -> xtn.part(1)).or(() -> xtn.part(12))
                : xtn.part(1)
                        .or(() -> xtn.part(12))
                        .or(() -> Fields.text(String.join(
                                " ",
                                Stream.of(xtn.part(5), xtn.part(6), xtn.part(7))
                                        .flatMap(Optional::stream)
                                        .toList())));
    }

    static boolean isMail(Hl7Field xtn) {
        return Stream.of(1, 4, 12)
                .anyMatch(at -> xtn.part(at).filter(v -> v.indexOf('@') > 0).isPresent());
    }

    static Person.Address address(Hl7Field xad) {
        Stream<Optional<String>> street = xad.part(1, 1).isPresent()
                ? Stream.of(xad.part(1, 1))
                : Stream.of(Fields.text(
                        xad.part(1, 3).orElse("") + " " + xad.part(1, 2).orElse("")));
        List<String> lines = Stream.concat(street, Stream.of(2, 3, 4).map(xad::part))
                .flatMap(Optional::stream)
                .toList();
        return new Person.Address(lines, xad.part(5), Optional.empty());
    }

    /**
     * Where someone lives. Doubt makes an address a safe one, as in FHIR: what is temporary, comes second, or belongs to
     * someone whose record is protected.
     *
     * @param said addresses the sender says must stay secret
     * @throws Refused where there are more than the canonical form has places for: none is dropped in silence
     */
    static Homes homes(List<Hl7Field> addresses, List<Person.Address> said, boolean restricted, String place)
            throws Refused {
        List<Person.Address> usual = new ArrayList<>();
        List<Person.Address> safe = new ArrayList<>(said);
        for (Hl7Field address : addresses) {
            String type = address.part(7).orElse("").toUpperCase(Locale.ROOT);
            if (NO_HOME.contains(type)) {
                continue;
            }
            boolean ordinary = !restricted && !type.equals(TEMPORARY) && usual.isEmpty();
            (ordinary ? usual : safe).add(address(address));
        }
        if (safe.size() > 1) {
            throw Refusals.invalid("too-many", place);
        }
        return new Homes(usual.stream().findFirst(), safe.stream().findFirst());
    }

    /** The NHS number: its authority stands in component 4 or its type in component 5, as the sender likes. */
    static Optional<String> nhsNumber(List<Hl7Field> identifiers) {
        return identifiers.stream()
                .filter(Hl7Person::isNhs)
                .flatMap(cx -> digits(cx).stream())
                .findFirst();
    }

    private static Optional<String> digits(Hl7Field cx) {
        return cx.part(1).map(value -> value.replace(" ", "")).filter(value -> value.matches("[0-9]{10}"));
    }

    private static boolean isNhs(Hl7Field cx) {
        return Stream.of(cx.part(4), cx.part(4, 2), cx.part(5))
                .flatMap(Optional::stream)
                .anyMatch(name -> NHS.contains(name.toUpperCase(Locale.ROOT).replace(" ", "")));
    }

    /** All others, and an NHS number that is none: damaged evidence is still evidence. */
    static List<Person.Identifier> identifiers(List<Hl7Field> identifiers) {
        return identifiers.stream()
                .filter(cx ->
                        cx.part(1).isPresent() && !(isNhs(cx) && digits(cx).isPresent()))
                .map(cx -> new Person.Identifier(system(cx), cx.part(1).orElseThrow()))
                .distinct()
                .toList();
    }

    /** Who issued it, as far as the sender says; a URI of our own where the sender names no object identifier. */
    private static String system(Hl7Field cx) {
        return cx.part(4, 2)
                .filter(oid -> oid.matches("[0-9.]+"))
                .map(oid -> "urn:oid:" + oid)
                .orElseGet(() -> "urn:hl7v2:"
                        + String.join(
                                ":",
                                Stream.of(cx.part(4), cx.part(6), cx.part(5))
                                        .flatMap(Optional::stream)
                                        .limit(2)
                                        .toList()));
    }
}
