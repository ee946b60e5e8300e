package org.marac.gateway.matching;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Can this NHS number be relied on? Ten digits with the right modulus-11 check digit (NHS Data Dictionary, NHS NUMBER),
 * and not one digit ten times: those pass the check and are what systems fill in.
 */
final class NhsNumber {
    private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
    private static final Pattern SEPARATORS = Pattern.compile("[ \\u00a0-]");
    private static final int MODULUS = 11;

    private NhsNumber() {}

    /** The ten digits; empty where they prove nothing. */
    static Optional<String> reliable(String written) {
        String digits = SEPARATORS.matcher(written).replaceAll("");
        boolean reliable = TEN_DIGITS.matcher(digits).matches()
                && digits.chars().distinct().count() > 1
                && checkDigit(digits) == digits.charAt(9) - '0';
        return reliable ? Optional.of(digits) : Optional.empty();
    }

    /** 0 to 9; 10 where no such number exists. */
    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (digits.charAt(i) - '0') * (10 - i);
        }
        return (MODULUS - sum % MODULUS) % MODULUS;
    }
}
