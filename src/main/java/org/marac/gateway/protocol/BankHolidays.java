package org.marac.gateway.protocol;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * On which days are the banks of a UK nation closed? By Jollyday's calendar of the standing rules; a day proclaimed once, such
 * as a coronation's, stands in the protocol's own list.
 */
final class BankHolidays {
    private static final Map<String, String> NATIONS =
            Map.of("england", "eng", "wales", "wls", "scotland", "sct", "northern-ireland", "nir");

    private BankHolidays() {}

    /** The bank holidays of the nation in these years, the last included, with the days given in place of a weekend's. */
    static Set<LocalDate> of(String nation, Year first, Year last) {
        HolidayManager calendar = HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.UNITED_KINGDOM));
        String code = NATIONS.get(nation);
        if (code == null) {
            throw new IllegalArgumentException("There is no such nation: " + nation);
        }
        return IntStream.rangeClosed(first.getValue(), last.getValue())
                .boxed()
                .flatMap(year -> calendar.getHolidays(Year.of(year), code).stream())
                .map(Holiday::getDate)
                .collect(Collectors.toUnmodifiableSet());
    }
}
