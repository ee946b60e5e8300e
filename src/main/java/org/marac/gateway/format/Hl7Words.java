package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.Justification;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.RiskAssessment;
import org.marac.gateway.model.SpecialCondition;

/** What the professional says: who refers, consent, the risk, the free text, the law relied on. */
final class Hl7Words {
    private static final String REFERRING = "RP";

    private final Hl7Segments segments;
    private final Hl7Findings findings;
    private final Hl7Header header;

    Hl7Words(Hl7Segments segments, Hl7Findings findings, Hl7Header header) {
        this.segments = segments;
        this.findings = findings;
        this.header = header;
    }

    /** The referring provider (PRD, role RP); a message without one is from the facility that sent it (MSH-4). */
    Referral.Referrer referrer() throws Refused {
        Optional<String> role = findings.prose("REFERRER-ROLE");
        Optional<String> facility = header.part(4, 2).or(() -> header.part(4, 1));
        for (Hl7Segment prd : segments.all("PRD")) {
            if (prd.text(1).filter(REFERRING::equals).isPresent()) {
                Optional<String> name = prd.first(2).flatMap(xpn -> Hl7Person.spoken(xpn, 1));
                Optional<String> team =
                        prd.first(4).flatMap(place -> place.part(9).or(() -> place.part(4)));
                List<Hl7Field> reached = prd.all(5);
                return new Referral.Referrer(
                        name.or(() -> team)
                                .or(() -> facility)
                                .orElseThrow(() -> Refusals.invalid("referrer-missing", prd.place(2))),
                        role,
                        team.or(() -> facility),
                        reached.stream()
                                .filter(xtn -> !Hl7Person.isMail(xtn))
                                .flatMap(xtn -> Hl7Person.reached(xtn).stream())
                                .findFirst(),
                        reached.stream()
                                .filter(Hl7Person::isMail)
                                .flatMap(xtn -> Hl7Person.reached(xtn).stream())
                                .findFirst());
            }
        }
        return new Referral.Referrer(
                facility.orElseThrow(() -> Refusals.invalid("referrer-missing", "MSH[1].4")),
                role,
                facility,
                Optional.empty(),
                Optional.empty());
    }

    Consent consent() throws Refused {
        Consent.State state = findings.choice("CONSENT", Consent.State.class)
                .orElseThrow(() -> Refusals.invalid("consent-missing", "OBX"));
        Optional<String> risk = findings.prose("CONSENT-RISK");
        Optional<String> by = findings.prose("CONSENT-DECIDED-BY");
        return new Consent(
                state,
                findings.answer("CONSENT-AWARE"),
                findings.choice("CONSENT-WITHOUT", Consent.WithoutConsent.Reason.class)
                        .map(reason -> new Consent.WithoutConsent(reason, risk, by)));
    }

    Set<Referral.Criterion> criteria() throws Refused {
        Set<Referral.Criterion> criteria = EnumSet.noneOf(Referral.Criterion.class);
        for (Hl7Findings.Finding finding : findings.all("CRITERION")) {
            criteria.add(Fields.choice(Referral.Criterion.class, finding.word(), finding.place()));
        }
        return criteria;
    }

    Optional<RiskAssessment> risk() throws Refused {
        Optional<Hl7Findings.Finding> instrument = findings.first("RISK-INSTRUMENT");
        if (instrument.isEmpty()) {
            Optional<Hl7Findings.Finding> without = findings.questions().stream()
                    .findFirst()
                    .or(() -> findings.first("RISK-SCORE"))
                    .or(() -> findings.first("RISK-BAND"));
            if (without.isPresent()) {
                // A score or an answer means nothing without the instrument.
                throw Refusals.invalid(
                        "missing-property", without.get().segment().place(3));
            }
            return Optional.empty();
        }
        List<RiskAssessment.Item> answers = new ArrayList<>();
        for (Hl7Findings.Finding question : findings.questions()) {
            answers.add(new RiskAssessment.Item(
                    question.code().toLowerCase(Locale.ROOT),
                    Hl7Findings.answer(question),
                    Optional.empty(),
                    Fields.text(String.join("\n", question.notes()))));
        }
        return Optional.of(new RiskAssessment(
                instrument.get().prose().toUpperCase(Locale.ROOT),
                findings.prose("RISK-VERSION")
                        .orElseThrow(() -> Refusals.invalid(
                                "missing-property", instrument.get().place())),
                findings.date("RISK-DATE"),
                findings.prose("RISK-ASSESSOR"),
                answers,
                findings.count("RISK-SCORE"),
                findings.prose("RISK-BAND")));
    }

    Optional<Referral.Escalation> escalation() throws Refused {
        Optional<Integer> incidents = findings.count("INCIDENTS");
        return incidents.isEmpty()
                ? Optional.empty()
                : Optional.of(new Referral.Escalation(
                        incidents.get(), findings.count("INCIDENT-MONTHS").orElse(12)));
    }

    Optional<Referral.PriorReferral> repeat() throws Refused {
        Optional<String> area = findings.prose("PRIOR-AREA");
        return findings.date("PRIOR-DATE").map(date -> new Referral.PriorReferral(date, area));
    }

    Optional<Justification> justification() throws Refused {
        Justification said = new Justification(
                Optional.empty(),
                findings.choice("LAW-BASIS", LawfulBasis.class),
                findings.choice("LAW-CONDITION", SpecialCondition.class),
                findings.choice("LAW-POWER", Power.class),
                Optional.empty(),
                findings.prose("LAW-NECESSITY"),
                findings.prose("LAW-PROPORTIONALITY"));
        return said.equals(Justification.none()) ? Optional.empty() : Optional.of(said);
    }

    /** Ours, of a patient whose record is protected the label that says so, and of a test the one that says that. */
    List<Label> labels(boolean restricted) throws Refused {
        Set<Label> labels = EnumSet.noneOf(Label.class);
        if (restricted) {
            labels.add(Label.R);
        }
        if (header.isTest()) {
            labels.add(Label.HTEST);
        }
        for (Hl7Findings.Finding finding : findings.all("LABEL")) {
            labels.add(Fields.choice(Label.class, finding.word(), finding.place()));
        }
        return List.copyOf(labels);
    }

    /** The free text: our own observations, the reason in words (RF1-10), observations of others as health, loose notes as other. */
    Optional<Referral.Narrative> narrative(boolean dead) throws Refused {
        List<String> reason = texts("REASON");
        Optional<Hl7Segment> rf1 = segments.first("RF1");
        if (rf1.isPresent()) {
            rf1.get().part(10, 2).ifPresent(reason::add);
        }
        List<String> health = texts("HEALTH");
        for (Hl7Findings.Finding other : findings.others()) {
            if (!Hl7Attachments.isDocument(other)) {
                health.add(Hl7Document.line(other));
            }
        }
        List<String> rest = texts("OTHER");
        rest.addAll(findings.notes());
        if (dead) {
            rest.add("The sender's patient record says that the patient has died.");
        }
        Referral.Narrative narrative = new Referral.Narrative(
                joined(reason), joined(texts("HISTORY")), joined(texts("WISHES")), joined(health), joined(rest));
        return narrative.equals(new Referral.Narrative(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                ? Optional.empty()
                : Optional.of(narrative);
    }

    private List<String> texts(String code) throws Refused {
        List<String> texts = new ArrayList<>();
        for (Hl7Findings.Finding finding : findings.all(code)) {
            texts.add(finding.prose());
        }
        return texts;
    }

    private static Optional<String> joined(List<String> texts) {
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", texts));
    }
}
