package org.marac.gateway.format;

import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.ResourceType;

/** The codes and URLs of a MARAC referral in FHIR: what integrators write, documented for them in {@code docs/agency-it/fhir.md}. */
final class Codes {
    static final String EVENT_SYSTEM = "https://fhir.nhs.uk/CodeSystem/message-events-bars";
    static final String EVENT = "servicerequest-request";
    static final String REASON_SYSTEM = "https://fhir.nhs.uk/CodeSystem/message-reason-bars";

    private static final String LOCAL = "https://marac.example/";
    /** Before {@code |} and the agency's id in an endpoint; the system of an organisation's identifier. */
    static final String AGENCY = LOCAL + "Id/agency";

    /** The system of the number a person has as staff of an agency. */
    static final String STAFF_ID = LOCAL + "Id/staff";

    static final String USE_CASE = LOCAL + "CodeSystem/use-case";
    static final String MARAC_REFERRAL = "marac-referral";
    static final String CRITERION = LOCAL + "CodeSystem/referral-criterion";
    static final String PARTY_ROLE = LOCAL + "CodeSystem/party-role";
    static final String OBSERVATION = LOCAL + "CodeSystem/observation";
    static final String ANSWER = LOCAL + "CodeSystem/answer";
    static final String NARRATIVE = LOCAL + "CodeSystem/narrative";
    static final String CONSENT_STATE = LOCAL + "CodeSystem/consent-state";
    static final String MARKING = LOCAL + "CodeSystem/marking";
    static final String QUESTIONNAIRE = LOCAL + "Questionnaire/";
    /** Before the name of every local extension. */
    static final String EXTENSION = LOCAL + "StructureDefinition/";

    static final String ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";
    static final Set<String> CHILD_ROLES = Set.of(
            "CHILD",
            "CHLDADOPT",
            "DAUADOPT",
            "SONADOPT",
            "CHLDFOST",
            "DAUFOST",
            "SONFOST",
            "DAUC",
            "DAU",
            "STPDAU",
            "NCHILD",
            "SON",
            "SONC",
            "STPSON",
            "STPCHLD");

    static final String SNOMED = "http://snomed.info/sct";
    static final String DELIVERY_DATE = "161714006";

    /** The NHS number's system is written with both schemes in the field. */
    static final Set<String> NHS_NUMBER = Set.of(
            "https://fhir.nhs.uk/Id/nhs-number",
            "http://fhir.nhs.uk/Id/nhs-number",
            "http://fhir.nhs.net/Id/nhs-number");

    static final String INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired";
    static final String ETHNICITY = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory";

    /** The labels we honour, by code system. */
    static final Map<String, Set<String>> LABELS = Map.of(
            "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", Set.of("R", "V"),
            "http://terminology.hl7.org/CodeSystem/v3-ActCode", Set.of("NOPAT", "SDV"),
            "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", Set.of("REDACTED"),
            "http://terminology.hl7.org/CodeSystem/v3-ActReason", Set.of("HTEST"));

    /** The resources a message may carry. Those we do not read are the ones BaRS sends along with every referral. */
    static final Set<ResourceType> RESOURCES = Set.of(
            ResourceType.MessageHeader,
            ResourceType.ServiceRequest,
            ResourceType.Patient,
            ResourceType.RelatedPerson,
            ResourceType.Practitioner,
            ResourceType.PractitionerRole,
            ResourceType.Organization,
            ResourceType.QuestionnaireResponse,
            ResourceType.Observation,
            ResourceType.RiskAssessment,
            ResourceType.Flag,
            ResourceType.Consent,
            ResourceType.Communication,
            ResourceType.CarePlan,
            ResourceType.Encounter,
            ResourceType.EpisodeOfCare,
            ResourceType.HealthcareService,
            ResourceType.Location,
            ResourceType.Condition,
            ResourceType.Questionnaire,
            ResourceType.Task,
            ResourceType.Provenance);

    private Codes() {}
}
