package org.marac.gateway.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** HL7 v2 messages that nobody in this project wrote, and what each must be answered by the rules written down for senders. */
final class Hl7Corpora {
    static final Path INPUTS = Path.of("../shared/inputs");
    private static final List<String> CORPORA = List.of("ms-hl7v2", "ipf-hl7v2", "linuxforhealth-hl7v2");
    private static final Set<String> EVENTS =
            Set.of("REF^I12", "REF^I13", "REF^I14", "MDM^T02", "ADT^A40", "ADT^A47", "ADT^A37");
    private static final Pattern VERSION = Pattern.compile("2\\.(2|3|3\\.1|4|5|5\\.1|6|7|7\\.1|8|8\\.1)");
    private static final Pattern CODE = Pattern.compile("\rERR\\|[^|]*\\|[^|]*\\|([0-9]+)\\^");
    private static final Pattern ANSWER = Pattern.compile("\rMSA\\|([AC][AER])\\|");
    private static final String MARK = "\u00ef\u00bb\u00bf";

    private Hl7Corpora() {}

    /**
     * One message.
     *
     * @param file where it is from
     * @param bytes as it goes over the wire
     * @param expected the acknowledgement code, with the code of the error where there is one
     */
    record Sent(String file, byte[] bytes, String expected) {
        byte[] framed() {
            byte[] framed = new byte[bytes.length + 3];
            framed[0] = 0x0b;
            System.arraycopy(bytes, 0, framed, 1, bytes.length);
            framed[bytes.length + 1] = 0x1c;
            framed[bytes.length + 2] = '\r';
            return framed;
        }
    }

    static List<Sent> messages() throws IOException {
        List<Sent> all = new ArrayList<>();
        for (String corpus : CORPORA) {
            try (Stream<Path> found = Files.walk(INPUTS.resolve(corpus))) {
                List<Path> files = found.filter(file -> file.toString().endsWith(".hl7"))
                        .sorted()
                        .toList();
                for (Path file : files) {
                    read(file, all);
                }
            }
        }
        return all;
    }

    /** What an acknowledgement says, in one word or two. */
    static String verdict(String acknowledgement) {
        Matcher answer = ANSWER.matcher(acknowledgement);
        if (!answer.find()) {
            return acknowledgement.isEmpty() ? "no answer" : "no MSA";
        }
        Matcher code = CODE.matcher(acknowledgement);
        return answer.group(1) + (code.find() ? " " + code.group(1) : "");
    }

    private static void read(Path file, List<Sent> all) throws IOException {
        // Byte for byte, whatever the character set; over the wire segments end in CR and there is no byte order mark.
        String text = Files.readString(file, StandardCharsets.ISO_8859_1)
                .replace(MARK, "")
                .replace("\r\n", "\r")
                .replace('\n', '\r');
        for (String message : text.split("(?<=\r)(?=MSH\\|)")) {
            if (!message.isBlank()) {
                String ours = message.startsWith("MSH|") ? renumbered(message.strip(), all.size()) : message;
                all.add(new Sent(
                        INPUTS.relativize(file) + "#" + all.size(),
                        ours.getBytes(StandardCharsets.ISO_8859_1),
                        expected(ours)));
            }
        }
    }

    /** Addressed to us, under a control id that no other message has, and asking for the mode that tells most. */
    private static String renumbered(String message, int number) {
        int end = message.indexOf('\r') < 0 ? message.length() : message.indexOf('\r');
        String[] fields = message.substring(0, end).split("\\|", -1);
        for (int i = 14; i < Math.min(16, fields.length); i++) {
            fields[i] = "";
        }
        if (fields.length > 9) {
            fields[5] = "wenbury-marac";
            fields[9] = "corpus-" + number;
        }
        return String.join("|", fields) + message.substring(end) + "\r";
    }

    private static String expected(String message) {
        if (!message.startsWith("MSH|")) {
            return "AE 102";
        }
        String[] fields = message.substring(0, message.indexOf('\r')).split("\\|", -1);
        String[] type = part(fields, 8).split("\\^", -1);
        String event = type[0] + "^" + (type.length > 1 ? type[1] : "");
        if (!Set.of("REF", "MDM", "ADT").contains(type[0])) {
            return "AR 200";
        }
        if (!EVENTS.contains(event)) {
            return "AR 201";
        }
        // A test is read as what it is; of a merge there is none, because it is worked on at once.
        String processing = part(fields, 10).split("\\^", -1)[0];
        if (!processing.equals("P") && !(processing.equals("T") && !type[0].equals("ADT"))) {
            return "AR 202";
        }
        if (!VERSION.matcher(part(fields, 11).split("\\^", -1)[0]).matches()) {
            return "AR 203";
        }
        // None of them is of a MARAC; a merge is looked at whomever it is about.
        return type[0].equals("ADT") ? "AA" : "AE 103";
    }

    private static String part(String[] fields, int index) {
        return index < fields.length ? fields[index].split("~", -1)[0] : "";
    }
}
