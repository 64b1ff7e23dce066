/** Says that the token was wrong. */
if (location.search === '?wrong') document.getElementById('wrong').hidden = false
