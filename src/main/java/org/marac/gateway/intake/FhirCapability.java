package org.marac.gateway.intake;

import ca.uhn.fhir.rest.annotation.Metadata;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementMessagingComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.EventCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;

/** What this door can do, for machines (HL7 FHIR R4, CapabilityStatement): one operation, one message. */
final class FhirCapability {
    private static final String URL = "https://marac.example/fhir/CapabilityStatement/gateway";
    private static final String OPERATION = "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message";
    private static final String REFERRAL = "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-request";
    private static final String ANSWER = "https://fhir.nhs.uk/MessageDefinition/bars-message-servicerequest-response";
    private static final String DISCLOSURE = "https://marac.example/MessageDefinition/marac-disclosure";
    private static final long WRITTEN = 1_795_305_600_000L; // 2026-11-22

    /** The statement; the same for everyone who asks. */
    @Metadata
    public CapabilityStatement statement() {
        CapabilityStatement statement = new CapabilityStatement();
        statement
                .setUrl(URL)
                .setVersion("2")
                .setName("MaracGateway")
                .setTitle("MARAC information-sharing gateway, FHIR door")
                .setStatus(PublicationStatus.ACTIVE)
                .setDate(new Date(WRITTEN))
                .setPublisher("The agencies of this MARAC")
                .setKind(CapabilityStatementKind.INSTANCE)
                .setFhirVersion(FHIRVersion._4_0_1)
                .setFormat(List.of(new CodeType("application/fhir+json"), new CodeType("application/fhir+xml")));
        statement.getSoftware().setName("MARAC gateway");
        statement.getImplementation().setDescription("Takes MARAC referrals as FHIR messages");
        statement.addRest(rest());
        statement.addMessaging(messaging());
        return statement;
    }

    private static CapabilityStatementRestComponent rest() {
        CapabilityStatementRestComponent rest = new CapabilityStatementRestComponent();
        rest.setMode(RestfulCapabilityMode.SERVER)
                .setDocumentation(
                        "POST $process-message with the headers of the NHS Booking and Referral Standard. There"
                                + " is nothing to read or search.");
        rest.getSecurity()
                .setCors(false)
                .setDescription(
                        "Mutual TLS with the certificate that the information-sharing protocol names for the agency.");
        rest.addOperation().setName("process-message").setDefinition(OPERATION);
        return rest;
    }

    private static CapabilityStatementMessagingComponent messaging() {
        CapabilityStatementMessagingComponent messaging = new CapabilityStatementMessagingComponent();
        messaging.setDocumentation(
                "Event servicerequest-request of https://fhir.nhs.uk/CodeSystem/message-events-bars,"
                        + " reasons new, update and delete, category marac-referral: update with the status revoked cancels, delete"
                        + " with entered-in-error was created in error. X-Correlation-Id names the conversation; its messages may come"
                        + " in any order. Event servicerequest-response answers what was sent. The answer carries a signed receipt.");
        messaging.addSupportedMessage().setMode(EventCapabilityMode.RECEIVER).setDefinition(REFERRAL);
        messaging.addSupportedMessage().setMode(EventCapabilityMode.RECEIVER).setDefinition(ANSWER);
        messaging.addSupportedMessage().setMode(EventCapabilityMode.SENDER).setDefinition(DISCLOSURE);
        return messaging;
    }
}
