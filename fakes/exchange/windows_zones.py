"""Windows time zone names beside the IANA names that stand for the same rules.

Data only. The pairs are common knowledge (Unicode CLDR publishes them as
windowsZones); the first IANA name of a row gives the rules, the others are accepted
as further names of it. Not every IANA name is here, as not every one is accepted by
the service (fact sheet exchange-graph, section 3.3).
"""

from __future__ import annotations

from typing import Final

ROWS: Final = """
UTC|Etc/UTC Etc/GMT UTC GMT Etc/Greenwich
Dateline Standard Time|Etc/GMT+12
UTC-11|Etc/GMT+11 Pacific/Pago_Pago Pacific/Niue Pacific/Midway
Aleutian Standard Time|America/Adak
Hawaiian Standard Time|Pacific/Honolulu Pacific/Tahiti Etc/GMT+10
Marquesas Standard Time|Pacific/Marquesas
Alaskan Standard Time|America/Anchorage America/Juneau America/Nome America/Sitka
UTC-09|Etc/GMT+9 Pacific/Gambier
Pacific Standard Time (Mexico)|America/Tijuana
UTC-08|Etc/GMT+8 Pacific/Pitcairn
Pacific Standard Time|America/Los_Angeles America/Vancouver US/Pacific
US Mountain Standard Time|America/Phoenix America/Hermosillo Etc/GMT+7
Mountain Standard Time (Mexico)|America/Mazatlan
Mountain Standard Time|America/Denver America/Edmonton America/Boise US/Mountain
Yukon Standard Time|America/Whitehorse America/Dawson
Central America Standard Time|America/Guatemala America/Costa_Rica Etc/GMT+6
Central Standard Time|America/Chicago America/Winnipeg America/Menominee US/Central
Easter Island Standard Time|Pacific/Easter
Central Standard Time (Mexico)|America/Mexico_City America/Monterrey America/Merida
Canada Central Standard Time|America/Regina America/Swift_Current
SA Pacific Standard Time|America/Bogota America/Lima America/Panama Etc/GMT+5
Eastern Standard Time (Mexico)|America/Cancun
Eastern Standard Time|America/New_York America/Toronto America/Detroit US/Eastern
Haiti Standard Time|America/Port-au-Prince
Cuba Standard Time|America/Havana
US Eastern Standard Time|America/Indiana/Indianapolis America/Indianapolis
Turks And Caicos Standard Time|America/Grand_Turk
Paraguay Standard Time|America/Asuncion
Atlantic Standard Time|America/Halifax Atlantic/Bermuda America/Moncton
Venezuela Standard Time|America/Caracas
Central Brazilian Standard Time|America/Cuiaba America/Campo_Grande
SA Western Standard Time|America/La_Paz America/Puerto_Rico America/Manaus Etc/GMT+4
Pacific SA Standard Time|America/Santiago
Newfoundland Standard Time|America/St_Johns
Tocantins Standard Time|America/Araguaina
E. South America Standard Time|America/Sao_Paulo
SA Eastern Standard Time|America/Cayenne America/Fortaleza America/Belem Etc/GMT+3
Argentina Standard Time|America/Argentina/Buenos_Aires America/Buenos_Aires
Greenland Standard Time|America/Nuuk America/Godthab
Montevideo Standard Time|America/Montevideo
Magallanes Standard Time|America/Punta_Arenas
Saint Pierre Standard Time|America/Miquelon
Bahia Standard Time|America/Bahia
UTC-02|Etc/GMT+2 America/Noronha Atlantic/South_Georgia
Azores Standard Time|Atlantic/Azores
Cape Verde Standard Time|Atlantic/Cape_Verde Etc/GMT+1
GMT Standard Time|Europe/London Europe/Dublin Europe/Lisbon
Greenwich Standard Time|Atlantic/Reykjavik Africa/Abidjan Africa/Accra Africa/Dakar
Sao Tome Standard Time|Africa/Sao_Tome
Morocco Standard Time|Africa/Casablanca Africa/El_Aaiun
W. Europe Standard Time|Europe/Berlin Europe/Amsterdam Europe/Rome Europe/Vienna \
Europe/Zurich Europe/Stockholm Europe/Oslo Europe/Luxembourg Europe/Monaco
Central Europe Standard Time|Europe/Budapest Europe/Prague Europe/Bratislava \
Europe/Belgrade Europe/Ljubljana Europe/Tirane Europe/Podgorica
Romance Standard Time|Europe/Paris Europe/Brussels Europe/Copenhagen Europe/Madrid
Central European Standard Time|Europe/Warsaw Europe/Zagreb Europe/Sarajevo Europe/Skopje
W. Central Africa Standard Time|Africa/Lagos Africa/Algiers Africa/Tunis Etc/GMT-1
Jordan Standard Time|Asia/Amman
GTB Standard Time|Europe/Bucharest Europe/Athens Asia/Nicosia
Middle East Standard Time|Asia/Beirut
Egypt Standard Time|Africa/Cairo
E. Europe Standard Time|Europe/Chisinau
Syria Standard Time|Asia/Damascus
West Bank Standard Time|Asia/Hebron Asia/Gaza
South Africa Standard Time|Africa/Johannesburg Africa/Harare Africa/Maputo Etc/GMT-2
FLE Standard Time|Europe/Kiev Europe/Kyiv Europe/Helsinki Europe/Riga Europe/Sofia \
Europe/Tallinn Europe/Vilnius Europe/Mariehamn
Israel Standard Time|Asia/Jerusalem
South Sudan Standard Time|Africa/Juba
Kaliningrad Standard Time|Europe/Kaliningrad
Sudan Standard Time|Africa/Khartoum
Libya Standard Time|Africa/Tripoli
Namibia Standard Time|Africa/Windhoek
Arabic Standard Time|Asia/Baghdad
Turkey Standard Time|Europe/Istanbul
Arab Standard Time|Asia/Riyadh Asia/Kuwait Asia/Qatar Asia/Bahrain
Belarus Standard Time|Europe/Minsk
Russian Standard Time|Europe/Moscow Europe/Simferopol
E. Africa Standard Time|Africa/Nairobi Africa/Addis_Ababa Africa/Kampala Etc/GMT-3
Iran Standard Time|Asia/Tehran
Arabian Standard Time|Asia/Dubai Asia/Muscat Etc/GMT-4
Astrakhan Standard Time|Europe/Astrakhan
Azerbaijan Standard Time|Asia/Baku
Russia Time Zone 3|Europe/Samara
Mauritius Standard Time|Indian/Mauritius Indian/Reunion
Saratov Standard Time|Europe/Saratov
Georgian Standard Time|Asia/Tbilisi
Volgograd Standard Time|Europe/Volgograd
Caucasus Standard Time|Asia/Yerevan
Afghanistan Standard Time|Asia/Kabul
West Asia Standard Time|Asia/Tashkent Indian/Maldives Etc/GMT-5
Ekaterinburg Standard Time|Asia/Yekaterinburg
Pakistan Standard Time|Asia/Karachi
Qyzylorda Standard Time|Asia/Qyzylorda
India Standard Time|Asia/Kolkata Asia/Calcutta
Sri Lanka Standard Time|Asia/Colombo
Nepal Standard Time|Asia/Kathmandu Asia/Katmandu
Central Asia Standard Time|Asia/Bishkek Asia/Urumqi Etc/GMT-6
Bangladesh Standard Time|Asia/Dhaka
Omsk Standard Time|Asia/Omsk
Myanmar Standard Time|Asia/Yangon Asia/Rangoon
SE Asia Standard Time|Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh Etc/GMT-7
Altai Standard Time|Asia/Barnaul
W. Mongolia Standard Time|Asia/Hovd
North Asia Standard Time|Asia/Krasnoyarsk
N. Central Asia Standard Time|Asia/Novosibirsk
Tomsk Standard Time|Asia/Tomsk
China Standard Time|Asia/Shanghai Asia/Hong_Kong Asia/Macau
North Asia East Standard Time|Asia/Irkutsk
Singapore Standard Time|Asia/Singapore Asia/Kuala_Lumpur Asia/Manila Etc/GMT-8
W. Australia Standard Time|Australia/Perth
Taipei Standard Time|Asia/Taipei
Ulaanbaatar Standard Time|Asia/Ulaanbaatar
North Korea Standard Time|Asia/Pyongyang
Aus Central W. Standard Time|Australia/Eucla
Transbaikal Standard Time|Asia/Chita
Tokyo Standard Time|Asia/Tokyo Etc/GMT-9
Korea Standard Time|Asia/Seoul
Yakutsk Standard Time|Asia/Yakutsk
Cen. Australia Standard Time|Australia/Adelaide
AUS Central Standard Time|Australia/Darwin
E. Australia Standard Time|Australia/Brisbane
AUS Eastern Standard Time|Australia/Sydney Australia/Melbourne
West Pacific Standard Time|Pacific/Port_Moresby Pacific/Guam Etc/GMT-10
Tasmania Standard Time|Australia/Hobart
Vladivostok Standard Time|Asia/Vladivostok
Lord Howe Standard Time|Australia/Lord_Howe
Bougainville Standard Time|Pacific/Bougainville
Russia Time Zone 10|Asia/Srednekolymsk
Magadan Standard Time|Asia/Magadan
Norfolk Standard Time|Pacific/Norfolk
Sakhalin Standard Time|Asia/Sakhalin
Central Pacific Standard Time|Pacific/Guadalcanal Pacific/Noumea Etc/GMT-11
Russia Time Zone 11|Asia/Kamchatka
New Zealand Standard Time|Pacific/Auckland
UTC+12|Etc/GMT-12 Pacific/Tarawa Pacific/Wake
Fiji Standard Time|Pacific/Fiji
Chatham Islands Standard Time|Pacific/Chatham
UTC+13|Etc/GMT-13 Pacific/Fakaofo
Tonga Standard Time|Pacific/Tongatapu
Samoa Standard Time|Pacific/Apia
Line Islands Standard Time|Pacific/Kiritimati Etc/GMT-14
"""
