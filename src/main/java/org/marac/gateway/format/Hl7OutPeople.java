package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * People, as HL7 v2 writes them: the victim as the patient (PID, PD1), everyone else in observations of our own. Nobody ever stands in a
 * next of kin (NK1), which receiving systems show as the person to ring.
 */
final class Hl7OutPeople {
    private static final Map<String, String> SEX = Map.of("male", "M", "female", "F", "unknown", "U", "other", "O");
    private static final int STREETS = 4;

    private final Hl7Lines lines;

    Hl7OutPeople(Hl7Lines lines) {
        this.lines = lines;
    }

    /**
     * The victim.
     *
     * @param number stands where HL7 requires a number of the patient and none may be told
     * @param restricted whether the sender keeps it from others (PD1-12)
     */
    void victim(Telling victim, String number, boolean restricted) {
        List<String> names = names(victim);
        List<String> numbers = numbers(victim);
        lines.segment(
                "PID",
                "1",
                "",
                numbers.isEmpty() ? number : Hl7Lines.repeated(numbers),
                "",
                Hl7Lines.repeated(names),
                "",
                victim.text("birthDate").map(Hl7OutPeople::date).orElse(""),
                sex(victim),
                "",
                "",
                victim.within("address").map(home -> usual(address(home))).orElse(""),
                "",
                Hl7Lines.repeated(reached(victim)),
                "",
                Hl7Lines.text(victim.text("language").orElse("")));
        lines.segment(
                "PD1",
                "",
                "",
                victim.text("gpPractice").map(Hl7Lines::text).orElse(""),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                restricted ? "Y" : "N");
    }

    /** What of the victim stands in observations. */
    void more(Telling victim) {
        // Never among the patient's addresses, from where it would be printed on letters.
        lines.observe("XAD", "SAFE-ADDRESS", victim.within("safeAddress").map(Hl7OutPeople::address));
        victim.within("pregnant")
                .ifPresent(pregnant -> lines.observe(
                        "ST",
                        "PREGNANCY-DUE",
                        "",
                        pregnant.text("due").map(Hl7OutPeople::date).orElse("unknown")));
        lines.observe("CE", "INTERPRETER", victim.text("interpreter").map(yes -> yes.equals("true") ? "Y" : "N"));
        for (String name : List.of("diversity", "orientation", "occupation", "employer", "landlord")) {
            lines.observe("ST", name.toUpperCase(Locale.ROOT), victim.text(name).map(Hl7Lines::prose));
        }
    }

    /** Someone who is not the patient. */
    void person(Telling person, String prefix, String group) {
        List<String> names = names(person);
        for (int i = 0; i < names.size(); i++) {
            lines.observe("XPN", prefix + (i == 0 ? "NAME" : "ALIAS"), group, names.get(i));
        }
        say("DT", prefix + "BIRTH-DATE", group, person.text("birthDate").map(Hl7OutPeople::date));
        say("IS", prefix + "SEX", group, Optional.of(sex(person)).filter(sex -> !sex.isEmpty()));
        say("ST", prefix + "NHS-NUMBER", group, person.text("nhsNumber"));
        say("XAD", prefix + "ADDRESS", group, person.within("address").map(Hl7OutPeople::address));
        if (prefix.equals("CH-")) {
            say(
                    "XAD",
                    prefix + "SAFE-ADDRESS",
                    group,
                    person.within("safeAddress").map(Hl7OutPeople::address));
        }
        for (String number : person.texts("telephones")) {
            lines.observe("XTN", prefix + "PHONE", group, Hl7Lines.text(number));
        }
        if (prefix.equals("AP-")) {
            say("ST", prefix + "OCCUPATION", group, person.text("occupation").map(Hl7Lines::prose));
            say("ST", prefix + "EMPLOYER", group, person.text("employer").map(Hl7Lines::prose));
        }
    }

    void say(String type, String code, String group, Optional<String> value) {
        value.ifPresent(v -> lines.observe(type, code, group, v));
    }

    static String date(String iso) {
        return iso.replace("-", "");
    }

    private static String sex(Telling person) {
        return person.text("gender")
                .map(said -> SEX.getOrDefault(said.toLowerCase(Locale.ROOT), Hl7Lines.text(said)))
                .orElse("");
    }

    private static List<String> names(Telling person) {
        List<String> names = new ArrayList<>();
        person.within("name").map(Hl7OutPeople::name).ifPresent(names::add);
        person.each("aliases").forEach(alias -> names.add(name(alias)));
        return names;
    }

    private static String name(Telling name) {
        List<String> given = name.texts("given");
        return Hl7Lines.component(
                name.text("family").orElse(""),
                given.isEmpty() ? "" : given.get(0),
                String.join(" ", given.subList(Math.min(1, given.size()), given.size())),
                "",
                name.text("title").orElse(""));
    }

    private static List<String> numbers(Telling person) {
        List<String> numbers = new ArrayList<>();
        person.text("nhsNumber").ifPresent(nhs -> numbers.add(Hl7Lines.component(nhs, "", "", "NHS", "NH")));
        for (Telling one : person.each("identifiers")) {
            numbers.add(Hl7Lines.component(one.text("value").orElse(""), "", "")
                    + "^^^"
                    + authority(one.text("system").orElse("")));
        }
        return numbers;
    }

    /** Who issued it (HD): by its object identifier, by the name it had in HL7 v2, or by its URI. */
    private static String authority(String system) {
        if (system.startsWith("urn:oid:")) {
            return "&" + system.substring("urn:oid:".length()) + "&ISO";
        }
        if (system.startsWith("urn:hl7v2:")) {
            String[] parts = system.substring("urn:hl7v2:".length()).split(":", 2);
            return Hl7Lines.text(parts[0]) + (parts.length > 1 ? "^" + Hl7Lines.text(parts[1]) : "");
        }
        return "&" + Hl7Lines.text(system) + "&URI";
    }

    private static List<String> reached(Telling person) {
        List<String> reached = new ArrayList<>();
        person.texts("telephones").forEach(number -> reached.add(Hl7Lines.component(number, "PRN", "PH")));
        person.text("email").ifPresent(mail -> reached.add(Hl7Lines.component("", "NET", "Internet", mail)));
        return reached;
    }

    /** Type XAD: four lines and the postcode; what is more stands in the fourth. */
    private static String address(Telling home) {
        List<String> all = home.texts("lines");
        List<String> parts = new ArrayList<>(all.subList(0, Math.min(all.size(), STREETS - 1)));
        if (all.size() >= STREETS) {
            parts.add(String.join(", ", all.subList(STREETS - 1, all.size())));
        }
        while (parts.size() < STREETS) {
            parts.add("");
        }
        parts.add(home.text("postcode").orElse(""));
        return Hl7Lines.component(parts.toArray(String[]::new));
    }

    /** The type of an address stands in its seventh component, however many it has before. */
    private static String usual(String address) {
        return address + "^".repeat(7 - address.split("\\^", -1).length) + "H";
    }
}
