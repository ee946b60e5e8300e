package org.marac.gateway.command;

import java.util.List;

/** What an agency's system writes. A new kind of mapping is one more line here, and its skeleton under {@code onboard/}. */
enum KitFormat {
    CANONICAL(List.of()),
    FHIR(List.of()),
    XML(List.of("xml.yaml", "referral.xsl")),
    JSON(List.of("json.yaml", "referral.jslt")),
    /** What the hl7 v2 door takes. */
    HL7(List.of()),
    /** A spreadsheet with headers of its own. */
    ROWS(List.of("rows.yaml")),
    /** A Word or Excel form. */
    FORM(List.of("form.yaml"));

    private final List<String> files;

    KitFormat(List<String> files) {
        this.files = files;
    }

    /** The files of its mapping, to begin with; none where none is needed. */
    List<String> files() {
        return files;
    }
}
