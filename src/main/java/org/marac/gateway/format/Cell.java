package org.marac.gateway.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Answer;

/**
 * What does a cell of a spreadsheet or a form say? Spreadsheet programs damage what they hold: what is certain is put right,
 * the rest is refused and never guessed.
 *
 * @param label of its column, or in front of it, as printed
 * @param text what it says, without what nobody sees
 */
record Cell(String label, String text) {
    private static final Pattern UNSEEN = Pattern.compile("[\\u200B-\\u200F\\u2060\\uFEFF\\u00AD]");
    private static final Pattern SPACES = Pattern.compile("[\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000\\t]");
    private static final Pattern SCIENTIFIC = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?[Ee]\\+?[0-9]{1,3}");
    private static final Pattern ROUNDED = Pattern.compile("[0-9]{16,}([.,]0+)?");
    private static final Pattern ERROR = Pattern.compile("#([A-Z]+[/0-9A-Z]*[!?]?|N/A|#+)");
    private static final Pattern SERIAL = Pattern.compile("[0-9]{3,5}([.,]0+)?");
    private static final Pattern MIDNIGHT = Pattern.compile("(.{8,}?)[ T]00:00(:00(\\.0+)?)?Z?");
    /** Day 0 of Excel, whose 1900 was a leap year. */
    private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);

    /** The first day of 1901 and the last of 2099; before lies a leap day that never was. */
    private static final int FIRST_SERIAL = 367;

    private static final int LAST_SERIAL = 73_050;

    private static final List<DateTimeFormatter> DATES = List.of(
            form("uuuu-MM-dd"),
            form("d/M/uuuu"),
            form("d-M-uuuu"),
            form("d.M.uuuu"),
            form("d MMM uuuu"),
            form("d-MMM-uuuu"),
            form("d MMMM uuuu"),
            form("d'st' MMMM uuuu"),
            form("d'nd' MMMM uuuu"),
            form("d'rd' MMMM uuuu"),
            form("d'th' MMMM uuuu"));

    private static final Map<String, Answer> ANSWERS = Map.ofEntries(
            Map.entry("yes", Answer.YES),
            Map.entry("y", Answer.YES),
            Map.entry("true", Answer.YES),
            Map.entry("no", Answer.NO),
            Map.entry("n", Answer.NO),
            Map.entry("false", Answer.NO),
            Map.entry("don't know", Answer.UNKNOWN),
            Map.entry("dont know", Answer.UNKNOWN),
            Map.entry("not known", Answer.UNKNOWN),
            Map.entry("unknown", Answer.UNKNOWN),
            Map.entry("unsure", Answer.UNKNOWN),
            Map.entry("dk", Answer.UNKNOWN),
            Map.entry("d/k", Answer.UNKNOWN),
            Map.entry("not asked", Answer.NOT_ASKED));

    private static final Pattern TICKED =
            Pattern.compile("[\\u2611\\u2612\\u2713\\u2714\\u2717\\u2718]\\s*([^\\u2610-\\u2612\\u2713-\\u2718]*)");
    private static final Pattern BOX = Pattern.compile("[\\u2610-\\u2612]");

    /** A cell as it came. */
    static Cell of(String label, String raw) {
        return new Cell(label, plain(raw));
    }

    /** Without what nobody sees: kinds of space, marks of width nothing, Excel's apostrophe in front of a text. */
    static String plain(String raw) {
        String text = SPACES.matcher(UNSEEN.matcher(raw).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return text.length() > 1 && text.startsWith("'") && "0123456789=+-@".indexOf(text.charAt(1)) >= 0
                ? text.substring(1)
                : text;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** @throws Damaged a program has lost what was written here */
    void requireWhole() throws Damaged {
        if (SCIENTIFIC.matcher(text).matches()) {
            throw new Damaged("scientific-notation");
        }
        if (ROUNDED.matcher(text).matches()) {
            throw new Damaged("digits-lost");
        }
        if (ERROR.matcher(text).matches()) {
            throw new Damaged("formula-error");
        }
    }

    /** A day, as it is written in the United Kingdom; a number is Excel's count of days. */
    LocalDate date() throws Damaged {
        Matcher midnight = MIDNIGHT.matcher(text);
        String day = (midnight.matches() ? midnight.group(1) : text).replaceAll("(?i)\\bsept\\b", "Sep");
        if (day.matches("(19|20)[0-9]{2}")) {
            // As a count it would be a day of 1905; somebody meant the year.
            throw new Damaged("a-year-is-not-a-date");
        }
        if (SERIAL.matcher(day).matches()) {
            return serial(Integer.parseInt(day.split("[.,]", 2)[0]));
        }
        for (DateTimeFormatter form : DATES) {
            try {
                return LocalDate.parse(day, form);
            } catch (DateTimeException another) {
                // The next form, then.
            }
        }
        throw new Damaged(day.matches("[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}") ? "two-digit-year" : "not-a-date");
    }

    private static LocalDate serial(int days) throws Damaged {
        if (days < FIRST_SERIAL || days > LAST_SERIAL) {
            throw new Damaged("not-a-date");
        }
        return EPOCH.plusDays(days);
    }

    /** Yes, no, not known or not asked; of boxes, the one that is ticked. */
    Answer answer() throws Damaged {
        Answer answer = ANSWERS.get(chosen().toLowerCase(Locale.ROOT).replace('\u2019', '\''));
        if (answer == null) {
            throw new Damaged("not-yes-or-no");
        }
        return answer;
    }

    /** What is ticked, where there are boxes; all of it where there are none. */
    String chosen() throws Damaged {
        if (!BOX.matcher(text).find()) {
            return text;
        }
        List<String> ticked = TICKED.matcher(text)
                .results()
                .map(tick -> tick.group(1).strip())
                .toList();
        if (ticked.size() != 1) {
            throw new Damaged(ticked.isEmpty() ? "nothing-ticked" : "several-ticked");
        }
        return ticked.get(0);
    }

    boolean isUnticked() {
        return BOX.matcher(text).find() && !TICKED.matcher(text).find();
    }

    /** A telephone number; ten digits of the United Kingdom are missing the zero that a spreadsheet took away. */
    String phone() throws Damaged {
        String digits = text.replaceAll("[ ()-]", "");
        if (!digits.matches("[0-9]+")) {
            return text;
        }
        if (digits.startsWith("0") || digits.startsWith("44") && digits.length() == 12) {
            return text;
        }
        if (digits.matches("[1237][0-9]{9}")) {
            return "0" + digits;
        }
        throw new Damaged("not-a-telephone-number");
    }

    /** Ten digits. Nine are missing a zero where only with it the check digit (modulus 11) is right. */
    String nhsNumber() throws Damaged {
        String digits = text.replaceAll("[ -]", "");
        if (digits.matches("[0-9]{10}")) {
            return digits;
        }
        if (digits.matches("[0-9]{9}") && isChecked("0" + digits)) {
            return "0" + digits;
        }
        throw new Damaged("not-an-nhs-number");
    }

    private static boolean isChecked(String digits) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * Character.digit(digits.charAt(i), 10);
        }
        return (11 - sum % 11) % 11 == Character.digit(digits.charAt(9), 10);
    }

    /** A whole number. */
    int number() throws Damaged {
        if (!text.matches("[0-9]{1,6}([.,]0+)?")) {
            throw new Damaged("not-a-number");
        }
        return Integer.parseInt(text.split("[.,]", 2)[0]);
    }

    private static DateTimeFormatter form(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
