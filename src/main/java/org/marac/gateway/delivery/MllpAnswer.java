package org.marac.gateway.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a listener answered (HL7 v2, section 2.9): the acknowledgement segment, and nothing else of it.
 *
 * @param code MSA-1
 * @param about MSA-2, the control id of the message it is about
 */
record MllpAnswer(String code, String about) {
    private static final int SHORTEST_HEADER = 8;
    /** HL7 table 0008. */
    private static final Set<String> CODES = Set.of("AA", "AE", "AR", "CA", "CE", "CR");

    /** Empty where there is no acknowledgement in it. */
    static Optional<MllpAnswer> of(byte[] message) {
        // What we ask of it is ASCII in every character set that HL7 v2 names.
        List<String> segments =
                new String(message, StandardCharsets.ISO_8859_1).lines().toList();
        if (segments.isEmpty()
                || !segments.get(0).startsWith("MSH")
                || segments.get(0).length() < SHORTEST_HEADER) {
            return Optional.empty();
        }
        String separator = Pattern.quote(segments.get(0).substring(3, 4));
        return segments.stream()
                .map(segment -> segment.split(separator, -1))
                .filter(fields -> fields[0].equals("MSA") && fields.length > 2)
                .findFirst()
                .map(fields -> new MllpAnswer(fields[1].strip(), fields[2].strip()))
                .filter(answer -> CODES.contains(answer.code()));
    }

    /**
     * Takes it for what it is.
     *
     * @throws NotTaken error or reject: to send it again is pointless until somebody mends something
     * @throws NotNow commit error: the listener could not keep it
     */
    void take() {
        switch (code) {
            case "AA", "CA" -> {}
            case "AE" -> throw new NotTaken("hl7-application-error");
            case "AR" -> throw new NotTaken("hl7-application-reject");
            case "CR" -> throw new NotTaken("hl7-commit-reject");
            default -> throw new NotNow("the listener answers CE");
        }
    }
}
