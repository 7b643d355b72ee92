// Whether a date exists. Pure.

/** `text`: 2017-04-06, 2017-04 or 2017. */
export function isCalendarDate(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
