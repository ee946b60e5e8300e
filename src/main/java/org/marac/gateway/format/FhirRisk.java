package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemAnswerComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.Type;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.RiskAssessment;

/** How great is the risk? The answered checklist, the score the assessor wrote, the band and the incidents. */
final class FhirRisk {
    private static final Pattern INSTRUMENT =
            Pattern.compile(Pattern.quote(Codes.QUESTIONNAIRE) + "([A-Z][A-Z0-9-]{0,63})\\|([A-Za-z0-9.]{1,32})");
    /** Checklists are flat; sub-questions hang one below the question. */
    private static final int DEEPEST = 8;

    private final Entries entries;

    FhirRisk(Entries entries) {
        this.entries = entries;
    }

    /** The first checklist of an instrument we know the naming of; other questionnaires are not risk assessments. */
    Optional<RiskAssessment> assessment() throws Refused {
        for (QuestionnaireResponse response : entries.all(QuestionnaireResponse.class)) {
            Matcher instrument = INSTRUMENT.matcher(String.valueOf(response.getQuestionnaire()));
            if (instrument.matches()) {
                List<RiskAssessment.Item> answers = new ArrayList<>();
                items(response.getItem(), answers, 0);
                return Optional.of(new RiskAssessment(
                        instrument.group(1),
                        instrument.group(2),
                        Fields.date(response.getAuthoredElement().getValueAsString(), "QuestionnaireResponse.authored"),
                        assessor(response),
                        answers,
                        count("risk-score"),
                        band()));
            }
        }
        return Optional.empty();
    }

    /** The explanation of professional judgement. */
    Optional<String> rationale() {
        return entries.all(org.hl7.fhir.r4.model.RiskAssessment.class).stream()
                .flatMap(r -> r.getPrediction().stream())
                .flatMap(p -> Fields.text(p.getRationale()).stream())
                .findFirst();
    }

    /** Incidents in a window of months; without a window, twelve. */
    Optional<Referral.Escalation> escalation() {
        int months = count("incident-months").orElse(12);
        return count("incidents").map(incidents -> new Referral.Escalation(incidents, months));
    }

    /** A pregnancy (SNOMED CT 161714006, estimated date of delivery). */
    Optional<Person.Pregnancy> pregnancy(Patient of) throws Refused {
        for (Observation observation : entries.all(Observation.class)) {
            boolean hers = entries.find(observation.getSubject(), Patient.class)
                    .filter(of::equals)
                    .isPresent();
            if (hers && Fields.has(observation.getCode(), Codes.SNOMED, Codes.DELIVERY_DATE)) {
                Optional<String> due = observation.getValue() instanceof DateTimeType date
                        ? Optional.ofNullable(date.getValueAsString())
                        : Optional.empty();
                return Optional.of(new Person.Pregnancy(Fields.date(due.orElse(""), "Observation.valueDateTime")));
            }
        }
        return Optional.empty();
    }

    private void items(List<QuestionnaireResponseItemComponent> items, List<RiskAssessment.Item> answers, int depth)
            throws Refused {
        if (depth > DEEPEST) {
            throw Refusals.invalid("too-deep", "QuestionnaireResponse.item");
        }
        for (QuestionnaireResponseItemComponent item : items) {
            if (item.hasAnswer() || !item.hasItem()) {
                answers.add(item(item));
            }
            items(item.getItem(), answers, depth + 1);
        }
    }

    private static RiskAssessment.Item item(QuestionnaireResponseItemComponent item) throws Refused {
        Optional<Answer> answer = Optional.empty();
        List<String> notes = new ArrayList<>();
        for (QuestionnaireResponseItemAnswerComponent given : item.getAnswer()) {
            if (given.hasItem()) {
                throw Refusals.invalid("answer-with-items", "QuestionnaireResponse.item.answer.item");
            }
            Optional<Answer> read = answer(given.getValue());
            if (read.isPresent() && answer.isPresent()) {
                throw Refusals.invalid("answered-twice", "QuestionnaireResponse.item.answer");
            }
            answer = answer.or(() -> read);
            if (read.isEmpty()) {
                Fields.words(given.getValue()).ifPresent(notes::add);
            }
        }
        // A question that stands there without an answer was asked of nobody: that is not a no.
        return new RiskAssessment.Item(
                String.valueOf(item.getLinkId()),
                answer.orElse(Answer.NOT_ASKED),
                Fields.local(item.getExtension(), "answer-source"),
                notes.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", notes)));
    }

    private static Optional<Answer> answer(Type value) throws Refused {
        if (value instanceof BooleanType yes) {
            return Optional.of(yes.booleanValue() ? Answer.YES : Answer.NO);
        }
        if (value instanceof Coding coding && Codes.ANSWER.equals(coding.getSystem())) {
            return Optional.of(Fields.choice(
                    Answer.class, String.valueOf(coding.getCode()), "QuestionnaireResponse.item.answer.valueCoding"));
        }
        return Optional.empty();
    }

    private Optional<String> assessor(QuestionnaireResponse response) {
        return entries.find(response.getAuthor(), PractitionerRole.class)
                .flatMap(role -> Fields.words(role.getCodeFirstRep()))
                .or(() -> entries.find(response.getAuthor(), Practitioner.class)
                        .flatMap(p -> Fields.words(p.getQualificationFirstRep().getCode())));
    }

    private Optional<Integer> count(String code) {
        return entries.all(Observation.class).stream()
                .filter(o -> Fields.has(o.getCode(), Codes.OBSERVATION, code))
                .map(Observation::getValue)
                .filter(IntegerType.class::isInstance)
                .map(value -> ((IntegerType) value).getValue())
                .findFirst();
    }

    private Optional<String> band() {
        return entries.all(org.hl7.fhir.r4.model.RiskAssessment.class).stream()
                .flatMap(r -> r.getPrediction().stream())
                .flatMap(p -> Fields.words(p.getQualitativeRisk()).stream())
                .findFirst();
    }
}
