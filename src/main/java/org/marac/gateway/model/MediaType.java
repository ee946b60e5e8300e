package org.marac.gateway.model;

import java.util.Locale;
import java.util.Optional;

/** What do the bytes claim to be? The closed list of content types a door accepts; parameters are ignored. */
public enum MediaType {
    /** CMS AuthEnvelopedData around SignedData around an envelope document. */
    CMS("application/cms"),
    FHIR_JSON("application/fhir+json"),
    FHIR_XML("application/fhir+xml"),
    /** HL7 v2 in its "vertical bar" encoding, ER7. */
    HL7("x-application/hl7-v2+er7"),
    /** The canonical message in JSON. */
    CANONICAL("application/vnd.marac.message+json"),
    /** An agency's own XML, read by the agency's mapping; {@code text/xml} means the same (RFC 7303). */
    XML("application/xml"),
    /** An agency's own JSON, read by the agency's mapping. */
    JSON("application/json"),
    /** One row of a spreadsheet, or one form: a flat JSON object, each header or label with what its cell says. */
    ROW("application/vnd.marac.row+json");

    /** What the gateway itself tells an agency, in JSON; nothing that is taken at a door. */
    public static final String NOTICE = "application/vnd.marac.notice+json";

    private static final String TEXT_XML = "text/xml";

    private final String code;

    MediaType(String code) {
        this.code = code;
    }

    /** The registered or vendor name without parameters. */
    public String code() {
        return code;
    }

    /** The media type of a {@code Content-Type} value; empty when it is not on the list. */
    public static Optional<MediaType> of(String contentType) {
        int end = contentType.indexOf(';');
        String name =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (name.equals(TEXT_XML)) {
            return Optional.of(XML);
        }
        for (MediaType type : values()) {
            if (type.code.equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
