package org.marac.gateway.format;

import static org.marac.gateway.format.FhirOutEntries.choose;
import static org.marac.gateway.format.FhirOutEntries.concept;
import static org.marac.gateway.format.FhirOutEntries.say;
import static org.marac.gateway.format.FhirOutEntries.text;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Refused;

/**
 * A disclosure as a FHIR message, shaped like the NHS Booking and Referral Standard: made of the recipient's own view and of
 * nothing else. With it goes the sealed message, which holds all of the view and says under the gateway's signature who disclosed
 * what to whom, so that nothing is lost that FHIR has no place for.
 */
final class FhirOut {
    private static final String MESSAGE_ID = "https://marac.example/Id/message";
    private static final String DEFINITION = "https://marac.example/MessageDefinition/marac-disclosure";
    private static final Map<String, String> USE_CASES =
            Map.of("REFERRAL", Codes.MARAC_REFERRAL, "INFORMATION", "marac-information", "TRANSFER", "marac-transfer");

    private final FhirContext context;

    FhirOut(FhirContext context) {
        this.context = context;
    }

    /**
     * The message.
     *
     * @param envelope what was sealed, its content in the canonical form or a notice
     * @param recipient for whom
     * @param sealed the sealed bytes
     * @param inClear whether what it says stands there beside the sealed bytes; otherwise it is within them alone
     */
    Bytes message(Envelope envelope, AgencyId recipient, Bytes sealed, boolean inClear) {
        Bundle bundle = new Bundle();
        FhirOutEntries entries = new FhirOutEntries(sealed.digest(), bundle);
        bundle.setType(Bundle.BundleType.MESSAGE).setTimestamp(Date.from(envelope.created()));
        bundle.setId(entries.id("bundle"));
        JsonNode view = view(envelope);
        security(bundle, envelope, view);
        if (envelope.contentType().equals(MediaType.NOTICE)) {
            FhirOutNotice.write(entries, envelope, recipient, sealed, view);
            return Bytes.utf8(context.newJsonParser().encodeResourceToString(bundle));
        }
        MessageHeader header =
                header(envelope, recipient, view.path("kind").asText().equals("CORRECTION"));
        entries.add(header);
        header.setSender(entries.add(organisation(envelope.from())));
        ServiceRequest request = request(envelope, view);
        header.addFocus(entries.add(request));
        fill(entries, request, inClear ? substance(view) : view.path("nothing"), view);
        request.addSupportingInfo(
                document(entries, sealed, "The whole disclosure, signed by the gateway and sealed for you"));
        return Bytes.utf8(context.newJsonParser().encodeResourceToString(bundle));
    }

    private static JsonNode view(Envelope envelope) {
        try {
            return Json.tree(Json.text(envelope.content()));
        } catch (Refused e) {
            throw new IllegalArgumentException("Neither a canonical document nor a notice", e);
        }
    }

    private static boolean withdraws(JsonNode view) {
        return view.has("withdrawal");
    }

    /** What it says of people: itself, or of a correction the new content. */
    private static JsonNode substance(JsonNode view) {
        return Stream.of("referral", "information")
                .map(view::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(view);
    }

    private static String kind(JsonNode view) {
        if (view.has("referral")) {
            return "REFERRAL";
        }
        return view.has("information") ? "INFORMATION" : view.path("kind").asText();
    }

    private static void security(Bundle bundle, Envelope envelope, JsonNode view) {
        List<String> labels = new ArrayList<>(List.of("R"));
        FhirOutEntries.texts(view.path("header"), "labels").forEach(labels::add);
        envelope.handling().ifPresent(h -> h.obligations().forEach(duty -> labels.add(duty.name())));
        labels.stream()
                .distinct()
                .forEach(label -> bundle.getMeta()
                        .addSecurity(new Coding().setSystem(system(label)).setCode(label)));
        envelope.handling()
                .ifPresent(handling -> bundle.getMeta()
                        .addTag(new Coding().setSystem(Codes.MARKING).setCode(handling.marking())));
    }

    /** Labels as we read them; duties are HL7 v3 obligation policies, which stand among its acts. */
    private static String system(String label) {
        return Codes.LABELS.entrySet().stream()
                .filter(system -> system.getValue().contains(label))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("http://terminology.hl7.org/CodeSystem/v3-ActCode");
    }

    private static MessageHeader header(Envelope envelope, AgencyId recipient, boolean follows) {
        MessageHeader header = new MessageHeader();
        header.setEvent(new Coding().setSystem(Codes.EVENT_SYSTEM).setCode(Codes.EVENT))
                .setReason(new CodeableConcept(
                        new Coding().setSystem(Codes.REASON_SYSTEM).setCode(follows ? "update" : "new")))
                .setDefinition(DEFINITION);
        address(header, envelope, recipient);
        return header;
    }

    /** From us and for whom. */
    static void address(MessageHeader header, Envelope envelope, AgencyId recipient) {
        header.addDestination().setName(recipient.value()).setEndpoint(Codes.AGENCY + '|' + recipient);
        header.getSource().setName("MARAC gateway").setEndpoint(Codes.AGENCY + '|' + envelope.from());
    }

    static Organization organisation(AgencyId agency) {
        Organization organisation = new Organization();
        organisation.addIdentifier(new Identifier().setSystem(Codes.AGENCY).setValue(agency.value()));
        return organisation;
    }

    /** The request itself: which message of which agency, and whether it takes something back. */
    private static ServiceRequest request(Envelope envelope, JsonNode view) {
        ServiceRequest request = new ServiceRequest();
        request.setStatus(withdraws(view) ? ServiceRequestStatus.REVOKED : ServiceRequestStatus.ACTIVE)
                .setIntent(ServiceRequest.ServiceRequestIntent.PLAN)
                .setCode(new CodeableConcept().setText("MARAC disclosure"))
                .setAuthoredOnElement(new DateTimeType(Date.from(envelope.created())))
                .setSubject(new Reference().setDisplay("In the sealed message"));
        request.addIdentifier(number(envelope, envelope.id().value()));
        text(view, "corrects")
                .ifPresent(id -> request.addReplaces(new Reference().setIdentifier(number(envelope, id))));
        CodeableConcept category = request.addCategory();
        category.addCoding(new Coding()
                .setSystem("https://fhir.nhs.uk/CodeSystem/message-category-servicerequest")
                .setCode("referral"));
        category.addCoding(new Coding()
                .setSystem(Codes.USE_CASE)
                .setCode(withdraws(view) ? "marac-withdrawal" : USE_CASES.getOrDefault(kind(view), "marac-notice")));
        choose(request, "withdrawal-reason", text(view.path("withdrawal"), "reason"));
        if (view.at("/header/emergency").asBoolean()) {
            request.setPriority(ServiceRequestPriority.STAT);
        }
        return request;
    }

    private static Identifier number(Envelope envelope, String id) {
        Identifier number = new Identifier().setSystem(MESSAGE_ID).setValue(id);
        envelope.handling()
                .ifPresent(handling -> number.setAssigner(new Reference()
                        .setIdentifier(new Identifier()
                                .setSystem(Codes.AGENCY)
                                .setValue(handling.originator().value()))));
        return number;
    }

    /** What the view says of people, as far as it says anything of them. */
    private static void fill(FhirOutEntries entries, ServiceRequest request, JsonNode said, JsonNode view) {
        if (!said.has("victim")) {
            return;
        }
        FhirOutPeople people = new FhirOutPeople(entries);
        Reference victim = people.victim(said.get("victim"), said.path("safeContact"));
        FhirOutWords words = new FhirOutWords(entries, victim);
        request.setSubject(victim);
        if (said.has("referrer")) {
            request.setRequester(words.referrer(said.get("referrer")));
        }
        FhirOutEntries.texts(said, "criteria")
                .forEach(criterion -> request.addReasonCode(concept(Codes.CRITERION, criterion)));
        say(request, "prior-referral-date", text(said.path("repeat"), "referredOn"));
        say(request, "prior-referral-area", text(said.path("repeat"), "area"));
        justification(request, view.at("/header/justification"));
        people.allegedPerpetrators(said, victim);
        people.children(said, victim);
        words.risk(said).forEach(request::addSupportingInfo);
        words.consent(said.path("consent"));
        people.talk(said.path("talk"), victim);
        people.exclusions(said, victim);
        words.narrative(said.path("narrative"));
        words.items(said);
        words.documents(view.path("header"));
    }

    private static void justification(ServiceRequest request, JsonNode said) {
        choose(request, "lawful-basis", text(said, "basis"));
        choose(request, "special-condition", text(said, "condition"));
        choose(request, "statutory-power", text(said, "power"));
        say(request, "necessity", text(said, "necessity"));
        say(request, "proportionality", text(said, "proportionality"));
    }

    /** The sealed bytes, and what they are. */
    static Reference document(FhirOutEntries entries, Bytes sealed, String what) {
        Binary binary = new Binary();
        binary.setContentType(MediaType.CMS.code()).setData(sealed.toArray());
        Reference at = entries.add(binary);
        DocumentReference document = new DocumentReference();
        document.setStatus(DocumentReferenceStatus.CURRENT).setType(new CodeableConcept().setText(what));
        document.addContent()
                .setAttachment(new Attachment()
                        .setContentType(MediaType.CMS.code())
                        .setUrl(at.getReference())
                        .setSize(sealed.size()));
        return entries.add(document);
    }
}
