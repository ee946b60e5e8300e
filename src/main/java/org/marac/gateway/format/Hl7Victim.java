package org.marac.gateway.format;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SafeContact;

/**
 * The person at risk: the patient (PID, PD1). A next of kin (NK1) is never read, because it may be the one who is feared; how the
 * patient may be reached safely is said by our own observations or not at all.
 */
final class Hl7Victim {
    private final Hl7Segment pid;
    private final Optional<Hl7Segment> pd1;
    private final Hl7Findings findings;

    Hl7Victim(Hl7Segments segments, Hl7Findings findings) throws Refused {
        this.pid = segments.need("PID");
        this.pd1 = segments.first("PD1");
        this.findings = findings;
    }

    Person person() throws Refused {
        List<Person.Name> names = new ArrayList<>();
        for (int field : new int[] {5, 9}) {
            pid.all(field).forEach(name -> Hl7Person.name(name).ifPresent(names::add));
        }
        List<Hl7Field> identifiers = new ArrayList<>(pid.all(3));
        identifiers.addAll(pid.all(2));
        identifiers.addAll(pid.all(4));
        Homes homes = Hl7Person.homes(pid.all(11), safeAddress(), isRestricted(), pid.place(11));
        return new Person(
                names.stream().findFirst(),
                names.stream().skip(1).distinct().toList(),
                Hl7Person.date(pid, 7),
                List.<LocalDate>of(),
                pid.text(8).map(Hl7Person::sex),
                Hl7Person.nhsNumber(identifiers),
                Hl7Person.identifiers(identifiers),
                homes.usual(),
                homes.safe(),
                reached(false),
                reached(true).stream().findFirst(),
                pid.text(15),
                interpreter(),
                diversity(),
                findings.prose("ORIENTATION"),
                findings.prose("OCCUPATION"),
                findings.prose("EMPLOYER"),
                findings.prose("LANDLORD"),
                practice(),
                pregnancy(),
                List.of());
    }

    /** PD1-12, protection indicator: whoever set it keeps where the patient lives from others. */
    boolean isRestricted() throws Refused {
        return pd1.isPresent() && pd1.get().text(12).filter("Y"::equals).isPresent();
    }

    /** PID-30, or a time of death in PID-29. */
    boolean isDead() throws Refused {
        return pid.text(30).filter("Y"::equals).isPresent() || pid.text(29).isPresent();
    }

    Optional<SafeContact> safeContact() throws Refused {
        Optional<Hl7Findings.Finding> method = findings.first("SC-METHOD");
        if (method.isEmpty()) {
            Optional<Hl7Findings.Finding> half = findings.groups("SC-").isEmpty()
                    ? Optional.empty()
                    : findings.first("SC-VALUE").or(() -> findings.first("SC-VIA-NAME"));
            if (half.isPresent()) {
                throw Refusals.invalid("missing-property", half.get().place());
            }
            return Optional.empty();
        }
        Optional<Referral.Contact> via = Optional.empty();
        Optional<String> name = findings.prose("SC-VIA-NAME");
        if (name.isPresent()) {
            via = Optional.of(new Referral.Contact(
                    name.get(), findings.prose("SC-VIA-RELATIONSHIP"), findings.prose("SC-VIA-PHONE")));
        }
        return Optional.of(new SafeContact(
                method.get().prose(),
                findings.prose("SC-VALUE"),
                findings.answer("SC-CALL"),
                findings.answer("SC-TEXT"),
                findings.answer("SC-MESSAGE"),
                findings.prose("SC-TIMES"),
                // Hours in words stay words: nobody is rung on a machine's reading of them.
                List.of(),
                via));
    }

    private List<Person.Address> safeAddress() throws Refused {
        Optional<Hl7Findings.Finding> said = findings.first("SAFE-ADDRESS");
        return said.isEmpty() ? List.of() : List.of(Hl7Person.address(said.get().value()));
    }

    private List<String> reached(boolean mail) throws Refused {
        List<String> found = new ArrayList<>();
        for (int field : new int[] {13, 14, 40}) {
            for (Hl7Field xtn : pid.all(field)) {
                if (Hl7Person.isMail(xtn) == mail) {
                    Hl7Person.reached(xtn).ifPresent(found::add);
                }
            }
        }
        return found.stream().distinct().toList();
    }

    private Optional<Boolean> interpreter() throws Refused {
        return findings.first("INTERPRETER").isEmpty()
                ? Optional.empty()
                : Optional.of(findings.answer("INTERPRETER") == Answer.YES);
    }

    private Optional<String> diversity() throws Refused {
        Optional<String> said = findings.prose("DIVERSITY");
        if (said.isPresent()) {
            return said;
        }
        for (int field : new int[] {22, 10}) {
            Optional<String> words = pid.part(field, 2);
            Optional<String> found = words.isPresent() ? words : pid.text(field);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> practice() throws Refused {
        if (pd1.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> facility = pd1.get().text(3);
        return facility.isPresent() ? facility : pd1.get().first(4).flatMap(doctor -> Hl7Person.spoken(doctor, 2));
    }

    private Optional<Person.Pregnancy> pregnancy() throws Refused {
        Optional<Hl7Findings.Finding> found = findings.first("PREGNANCY-DUE");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        // A pregnancy whose end nobody has worked out yet is one all the same.
        return Optional.of(new Person.Pregnancy(
                found.get().word().equals("unknown") ? Optional.empty() : findings.date("PREGNANCY-DUE")));
    }
}
