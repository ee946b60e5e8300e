package org.marac.gateway.format;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/** Everyone beside the victim, each a group of our own observations: no segment of HL7 v2 holds an alleged perpetrator safely. */
final class Hl7Parties {
    private final Hl7Findings findings;

    Hl7Parties(Hl7Findings findings) {
        this.findings = findings;
    }

    List<Referral.AllegedPerpetrator> allegedPerpetrators() throws Refused {
        List<Referral.AllegedPerpetrator> found = new ArrayList<>();
        for (String group : findings.groups("AP-")) {
            found.add(new Referral.AllegedPerpetrator(
                    person("AP-", group),
                    findings.prose("AP-RELATIONSHIP", group),
                    findings.prose("AP-WEAPONS", group)));
        }
        return found;
    }

    List<Referral.Child> children() throws Refused {
        List<Referral.Child> found = new ArrayList<>();
        for (String group : findings.groups("CH-")) {
            found.add(new Referral.Child(
                    person("CH-", group),
                    findings.prose("CH-RELATIONSHIP", group),
                    findings.prose("CH-RELATIONSHIP-AP", group),
                    findings.prose("CH-SCHOOL", group),
                    findings.date("CH-EXPECTED", group),
                    List.of()));
        }
        return found;
    }

    /** Who is feared, and who may be spoken to. */
    Optional<Referral.Talk> talk() throws Refused {
        List<Referral.Contact> afraidOf = new ArrayList<>();
        List<Referral.Contact> safe = new ArrayList<>();
        List<Referral.Contact> notSafe = new ArrayList<>();
        for (String group : findings.groups("TALK-")) {
            Hl7Findings.Finding role = need("TALK-ROLE", "TALK-", group);
            Referral.Contact contact = new Referral.Contact(
                    need("TALK-NAME", "TALK-", group).prose(),
                    findings.prose("TALK-RELATIONSHIP", group),
                    findings.prose("TALK-PHONE", group));
            switch (role.word()) {
                case "afraid-of" -> afraidOf.add(contact);
                case "safe-to-talk-to" -> safe.add(contact);
                case "not-safe-to-talk-to" -> notSafe.add(contact);
                default -> throw Refusals.invalid("not-in-list", role.place());
            }
        }
        return afraidOf.isEmpty() && safe.isEmpty() && notSafe.isEmpty()
                ? Optional.empty()
                : Optional.of(new Referral.Talk(afraidOf, safe, notSafe));
    }

    List<Exclusion> exclusions() throws Refused {
        List<Exclusion> found = new ArrayList<>();
        for (String group : findings.groups("EX-")) {
            found.add(new Exclusion(
                    need("EX-NAME", "EX-", group).prose(),
                    findings.prose("EX-RELATIONSHIP", group),
                    findings.prose("EX-EMPLOYER", group),
                    findings.prose("EX-STAFF-ID", group),
                    findings.prose("EX-REASON", group)));
        }
        return found;
    }

    List<Informant> informants() throws Refused {
        List<Informant> found = new ArrayList<>();
        for (String group : findings.groups("IN-")) {
            Hl7Findings.Finding capacity = need("IN-CAPACITY", "IN-", group);
            Optional<Hl7Findings.Finding> home = findings.first("IN-ADDRESS", group);
            found.add(new Informant(
                    need("IN-NAME", "IN-", group).prose(),
                    Fields.choice(Informant.Capacity.class, capacity.word(), capacity.place()),
                    findings.prose("IN-PHONE", group),
                    home.isEmpty()
                            ? Optional.empty()
                            : Optional.of(Hl7Person.address(home.get().value()))));
        }
        return found;
    }

    private Hl7Findings.Finding need(String code, String prefix, String group) throws Refused {
        Optional<Hl7Findings.Finding> found = findings.first(code, group);
        if (found.isEmpty()) {
            throw Refusals.invalid(
                    "missing-property", findings.place(prefix, group).orElse("OBX"));
        }
        return found.get();
    }

    private Person person(String prefix, String group) throws Refused {
        List<Person.Name> names = new ArrayList<>();
        for (String code : List.of("NAME", "ALIAS")) {
            for (Hl7Findings.Finding finding : findings.all(prefix + code, group)) {
                finding.values().forEach(xpn -> Hl7Person.name(xpn).ifPresent(names::add));
            }
        }
        List<String> telephones = new ArrayList<>();
        for (Hl7Findings.Finding finding : findings.all(prefix + "PHONE", group)) {
            finding.values().forEach(xtn -> Hl7Person.reached(xtn).ifPresent(telephones::add));
        }
        Optional<Hl7Findings.Finding> sex = findings.first(prefix + "SEX", group);
        Optional<String> number = findings.prose(prefix + "NHS-NUMBER", group).map(value -> value.replace(" ", ""));
        return new Person(
                names.stream().findFirst(),
                names.stream().skip(1).distinct().toList(),
                findings.date(prefix + "BIRTH-DATE", group),
                List.<LocalDate>of(),
                sex.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Hl7Person.sex(sex.get().word())),
                number,
                List.of(),
                address(prefix + "ADDRESS", group),
                address(prefix + "SAFE-ADDRESS", group),
                telephones,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                findings.prose(prefix + "OCCUPATION", group),
                findings.prose(prefix + "EMPLOYER", group),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private Optional<Person.Address> address(String code, String group) throws Refused {
        Optional<Hl7Findings.Finding> found = findings.first(code, group);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(Hl7Person.address(found.get().value()));
    }
}
