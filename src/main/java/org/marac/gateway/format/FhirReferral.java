package org.marac.gateway.format;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/** Puts a referral together from the resources of one FHIR message. */
final class FhirReferral {
    private final Entries entries;
    private final AgencyId sender;
    private final ServiceRequest request;

    private final Optional<MessageId> conversation;

    /** @param conversation the sender's id of the conversation, where the door has one */
    FhirReferral(Entries entries, AgencyId sender, Optional<MessageId> conversation) {
        this.entries = entries;
        this.sender = sender;
        this.conversation = conversation;
        this.request = entries.all(ServiceRequest.class).get(0);
    }

    /** What follows something names no message but the conversation: it takes the place of what was said last in that. */
    Message message() throws Refused {
        FhirIntent intent = FhirIntent.of(entries.header(), request);
        if (intent == FhirIntent.NEW) {
            return referral();
        }
        MessageId within = conversation.orElseThrow(() -> Refusals.invalid("required", "x-correlation-id"));
        if (intent == FhirIntent.UPDATE) {
            Referral whole = referral();
            return new Correction(whole.header(), within, Optional.empty(), Optional.of(whole));
        }
        return new Correction(header(List.of(), List.of()), within, Optional.of(withdrawal(intent)), Optional.empty());
    }

    /** Why, in our own extension; a status says only that. */
    private Correction.Withdrawal withdrawal(FhirIntent intent) throws Refused {
        Optional<String> why = Fields.local(request.getExtension(), "withdrawal-reason");
        if (why.isPresent()) {
            return new Correction.Withdrawal(
                    Fields.choice(Correction.Reason.class, why.get(), "ServiceRequest.extension"));
        }
        return new Correction.Withdrawal(
                intent == FhirIntent.CANCEL ? Correction.Reason.CANCELLED : Correction.Reason.SENT_IN_ERROR);
    }

    private Referral referral() throws Refused {
        Patient patient = entries.find(request.getSubject(), Patient.class)
                .orElseThrow(() -> Refusals.invalid("victim-missing", "ServiceRequest.subject"));
        FhirPeople people = new FhirPeople(entries);
        FhirRisk risk = new FhirRisk(entries);
        FhirWords words = new FhirWords(entries, request);
        FhirParties parties = new FhirParties(entries, people, patient);
        if (parties.allegedPerpetrators().isEmpty()) {
            throw Refusals.unsupported("not-a-marac-referral");
        }
        return new Referral(
                header(parties.informants(), FhirAttachments.of(entries)),
                words.referrer(),
                withPregnancy(people.person(patient), risk.pregnancy(patient)),
                FhirSafeContact.of(patient),
                parties.allegedPerpetrators(),
                parties.children(),
                risk.assessment(),
                criteria(),
                risk.rationale(),
                risk.escalation(),
                words.repeat(),
                words.consent(),
                parties.talk(),
                parties.exclusions(),
                words.narrative());
    }

    private Header header(List<Informant> informants, List<Attachment> attachments) throws Refused {
        return new Header(
                FhirEnvelope.id(entries),
                sender,
                created(),
                Purpose.REFERRAL,
                conversation,
                Optional.empty(),
                // "As soon as possible" is a place in a queue; only "immediately" asks for a meeting out of turn.
                request.getPriority() == ServiceRequestPriority.STAT,
                FhirLabels.all(entries),
                entries.bundle().getMeta().getTag().stream()
                        .filter(t -> Codes.MARKING.equals(t.getSystem()))
                        .map(Coding::getCode)
                        .flatMap(code -> Fields.text(code).stream())
                        .findFirst(),
                FhirJustification.of(request.getExtension()),
                informants,
                attachments);
    }

    private Instant created() throws Refused {
        return Stream.of(
                        Optional.ofNullable(entries.bundle().getTimestamp()),
                        Optional.ofNullable(request.getAuthoredOn()))
                .flatMap(Optional::stream)
                .map(date -> Instant.ofEpochMilli(date.getTime()))
                .findFirst()
                .orElseThrow(() -> Refusals.invalid("missing-property", "Bundle.timestamp"));
    }

    private Set<Referral.Criterion> criteria() throws Refused {
        Set<Referral.Criterion> criteria = EnumSet.noneOf(Referral.Criterion.class);
        List<String> codes = request.getReasonCode().stream()
                .flatMap(reason -> Fields.codes(reason, Codes.CRITERION))
                .toList();
        for (String code : codes) {
            criteria.add(Fields.choice(Referral.Criterion.class, code, "ServiceRequest.reasonCode"));
        }
        return criteria;
    }

    private static Person withPregnancy(Person p, Optional<Person.Pregnancy> pregnancy) {
        return new Person(
                p.name(),
                p.aliases(),
                p.birthDate(),
                p.alternativeBirthDates(),
                p.gender(),
                p.nhsNumber(),
                p.identifiers(),
                p.address(),
                p.safeAddress(),
                p.telephones(),
                p.email(),
                p.language(),
                p.interpreter(),
                p.diversity(),
                p.orientation(),
                p.occupation(),
                p.employer(),
                p.landlord(),
                p.gpPractice(),
                pregnancy,
                p.knownTo());
    }
}
